CREATE TABLE `leases` (
	`job` text NOT NULL,
	`shard` text NOT NULL,
	`owner` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`job`, `shard`)
);
