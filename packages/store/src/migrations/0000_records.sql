CREATE TABLE `audits` (
	`dataset` text PRIMARY KEY NOT NULL,
	`dataset_digest` text NOT NULL,
	`passed` integer NOT NULL,
	`lines` text NOT NULL,
	`code_commit` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `captures` (
	`dataset` text NOT NULL,
	`capture_id` text NOT NULL,
	`split` text NOT NULL,
	`format` text NOT NULL,
	`folder` text NOT NULL,
	`source_digest` text NOT NULL,
	`scale` real NOT NULL,
	`estimates` text NOT NULL,
	`warnings` text NOT NULL,
	PRIMARY KEY(`dataset`, `capture_id`)
);
--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`run` text NOT NULL,
	`step` integer NOT NULL,
	`checkpoint_id` text NOT NULL,
	`weights_digest` text NOT NULL,
	`files` text NOT NULL,
	`code_commit` text NOT NULL,
	PRIMARY KEY(`run`, `step`)
);
--> statement-breakpoint
CREATE INDEX `checkpoints_by_weights` ON `checkpoints` (`weights_digest`);--> statement-breakpoint
CREATE TABLE `datasets` (
	`name` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`profile` text NOT NULL,
	`seed` text NOT NULL,
	`generator_version` text NOT NULL,
	`image_source` text NOT NULL,
	`split_rule` text NOT NULL,
	`derived_from` text NOT NULL,
	`config` text NOT NULL,
	`counts` text NOT NULL,
	`code_commit` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `datasets_by_digest` ON `datasets` (`digest`);--> statement-breakpoint
CREATE TABLE `eval_samples` (
	`evaluation` text NOT NULL,
	`position` integer NOT NULL,
	`sample_id` text NOT NULL,
	`kind` text NOT NULL,
	`group_id` text NOT NULL,
	`prompt` text NOT NULL,
	`image_digests` text NOT NULL,
	`answer` text NOT NULL,
	`chance` real NOT NULL,
	`completion` text,
	`score` text,
	`value` real,
	`parsed` text,
	`failure` text,
	`error_code` text,
	`error_message` text,
	`latency_ms` real NOT NULL,
	`completion_tokens` integer,
	PRIMARY KEY(`evaluation`, `position`)
);
--> statement-breakpoint
CREATE INDEX `eval_samples_by_id` ON `eval_samples` (`evaluation`,`sample_id`);--> statement-breakpoint
CREATE INDEX `eval_samples_by_kind` ON `eval_samples` (`evaluation`,`kind`,`position`);--> statement-breakpoint
CREATE TABLE `evaluation_metrics` (
	`evaluation` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`accuracy` real NOT NULL,
	`ci_low` real NOT NULL,
	`ci_high` real NOT NULL,
	`interval` text NOT NULL,
	`chance` real NOT NULL,
	`chance_corrected` real NOT NULL,
	`n` integer NOT NULL,
	`groups` integer NOT NULL,
	`unparsed_rate` real NOT NULL,
	`error_rate` real NOT NULL,
	PRIMARY KEY(`evaluation`, `position`)
);
--> statement-breakpoint
CREATE TABLE `evaluations` (
	`name` text PRIMARY KEY NOT NULL,
	`evaluation_id` text NOT NULL,
	`task` text NOT NULL,
	`model` text NOT NULL,
	`weights_digest` text,
	`dataset_digest` text,
	`config` text NOT NULL,
	`samples_sha256` text NOT NULL,
	`code_commit` text NOT NULL,
	`files_sha256` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `evaluations_by_weights` ON `evaluations` (`weights_digest`);--> statement-breakpoint
CREATE TABLE `followed_files` (
	`path` text PRIMARY KEY NOT NULL,
	`offset` integer NOT NULL,
	`lines` integer NOT NULL,
	`tail_sha256` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `metrics` (
	`run` text NOT NULL,
	`key` text NOT NULL,
	`step` integer NOT NULL,
	`value` real NOT NULL,
	PRIMARY KEY(`run`, `key`, `step`)
);
--> statement-breakpoint
CREATE TABLE `pairs` (
	`dataset` text NOT NULL,
	`pair_id` text NOT NULL,
	`group_id` text NOT NULL,
	`split` text NOT NULL,
	`view_a` text NOT NULL,
	`view_b` text NOT NULL,
	`ego_translation` text,
	`ego_rotation` text,
	`object_centric_translation` text,
	`horizontal_angle_deg` real NOT NULL,
	`yaw_deg` real NOT NULL,
	`pitch_deg` real NOT NULL,
	`distance` real NOT NULL,
	PRIMARY KEY(`dataset`, `pair_id`)
);
--> statement-breakpoint
CREATE TABLE `question_views` (
	`dataset` text NOT NULL,
	`question_id` text NOT NULL,
	`place` integer NOT NULL,
	`view_id` text NOT NULL,
	PRIMARY KEY(`dataset`, `question_id`, `place`)
);
--> statement-breakpoint
CREATE INDEX `question_views_by_view` ON `question_views` (`dataset`,`view_id`);--> statement-breakpoint
CREATE TABLE `questions` (
	`dataset` text NOT NULL,
	`question_id` text NOT NULL,
	`position` integer NOT NULL,
	`split` text NOT NULL,
	`kind` text NOT NULL,
	`group_id` text NOT NULL,
	`pair_id` text,
	`subject_id` text NOT NULL,
	`text` text NOT NULL,
	`options` text NOT NULL,
	`answer` text NOT NULL,
	`answer_type` text NOT NULL,
	`chance` real NOT NULL,
	`chain` text,
	`value` real,
	`unit` text,
	`margin` real NOT NULL,
	`view_count` integer NOT NULL,
	`ego_translation` text,
	`ego_rotation` text,
	`object_centric_translation` text,
	PRIMARY KEY(`dataset`, `question_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `questions_by_position` ON `questions` (`dataset`,`position`);--> statement-breakpoint
CREATE INDEX `questions_by_kind` ON `questions` (`dataset`,`kind`,`split`,`position`);--> statement-breakpoint
CREATE INDEX `questions_by_id` ON `questions` (`question_id`);--> statement-breakpoint
CREATE TABLE `reports` (
	`name` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`evaluation_ids` text NOT NULL,
	`run_ids` text NOT NULL,
	`dataset_digests` text NOT NULL,
	`html_sha256` text NOT NULL,
	`code_commit` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rollouts` (
	`run` text NOT NULL,
	`line` integer NOT NULL,
	`step` integer NOT NULL,
	`question_id` text NOT NULL,
	`kind` text NOT NULL,
	`group` integer NOT NULL,
	`prompt` text NOT NULL,
	`completion` text NOT NULL,
	`reward` real NOT NULL,
	`reward_parts` text NOT NULL,
	`advantage` real NOT NULL,
	`tokens` integer NOT NULL,
	`truncated` integer NOT NULL,
	PRIMARY KEY(`run`, `line`)
);
--> statement-breakpoint
CREATE INDEX `rollouts_by_step` ON `rollouts` (`run`,`step`);--> statement-breakpoint
CREATE TABLE `runs` (
	`name` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`stage` text NOT NULL,
	`dataset_digests` text NOT NULL,
	`parent_weights` text,
	`config` text NOT NULL,
	`backend` text NOT NULL,
	`result` text,
	`code_commit` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `scenes` (
	`dataset` text NOT NULL,
	`scene_id` text NOT NULL,
	`split` text NOT NULL,
	`seed` text NOT NULL,
	`subject_id` text NOT NULL,
	`object_count` integer NOT NULL,
	`subject_family` text,
	PRIMARY KEY(`dataset`, `scene_id`)
);
--> statement-breakpoint
CREATE TABLE `shards` (
	`dataset` text NOT NULL,
	`position` integer NOT NULL,
	`path` text NOT NULL,
	`split` text NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`records_path` text NOT NULL,
	`records_sha256` text NOT NULL,
	PRIMARY KEY(`dataset`, `position`)
);
--> statement-breakpoint
CREATE TABLE `views` (
	`dataset` text NOT NULL,
	`view_id` text NOT NULL,
	`group_id` text NOT NULL,
	`split` text NOT NULL,
	`image_sha256` text NOT NULL,
	`image_name` text NOT NULL,
	`width_px` integer NOT NULL,
	`height_px` integer NOT NULL,
	`visible_objects` integer NOT NULL,
	PRIMARY KEY(`dataset`, `view_id`)
);
--> statement-breakpoint
CREATE INDEX `views_by_image` ON `views` (`image_sha256`);