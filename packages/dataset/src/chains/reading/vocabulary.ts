/**
 * Words beside claims. A sentence that claims something may hold these and no others: any other word could change the
 * claim ("if", "not", "instead of", "the chair"). A sentence without a claim may hold anything but words of space.
 */

/** Words that change no claim, wherever they stand. */
export const FILLERS: ReadonlySet<string> = new Set(
  `the a an and as so thus therefore hence overall finally next additionally moreover furthermore meanwhile while
  which that this these means mean shows show indicates indicate suggests suggest tells implies imply confirms confirm
  us we can see note observe notice conclude infer find both but yet camera 's it its has had have been was is are were
  itself well here position orientation heading result together answer`.split(/\s+/),
);

/** Words that claim nothing about space even of the camera or of two objects: what was photographed, and that it was. */
export const NEUTRAL: ReadonlySet<string> = new Set(
  `captured captures capture photographed photographs taken took photo photos scene same object objects of
  because what they them their one different`.split(/\s+/),
);

const HEADING_TOPICS =
  `left / right|left-right|up / down|up-down|front / back|front-back|forward / backward|yaw|pitch
|roll|horizontal|vertical|lateral|depth|rotation|translation|trajectory
|visual analysis|specific movements|analyze specific movements|analyse specific movements|synthesize the trajectory
|synthesise the trajectory|answer question|answer|final answer|summary|conclusion|photos|what stays the same|comparison
|movements|where it went|visual comparison|camera movements|photo identification|photo identify|the photos|in short|the two photos
|what the photos show|what changed|how the camera moved|the whole path|identify|compare|analyse|both photos`.replaceAll(
    '\n',
    '',
  );
/** "Yaw:", "Left/right movement:", "Image identification:" at the start of a sentence. */
export const HEADING = new RegExp(
  `^(?:(?:step \\d+|(?:step \\d+ )?(?:${HEADING_TOPICS})(?: (?:movement|movements|motion|rotation|direction|translation|change))?) : ?)+`,
);

/** Phrases that only repeat in which order the photos are compared, or lead over to the next sentence. */
export const FILLER_PHRASES: readonly RegExp[] = [
  /\bfrom the first photo to the second(?: photo)?\b/g,
  /\b(?:between|across|in|of) (?:both |the )?photos\b/g,
  /\b(?:compared|in comparison) (?:to|with) the first photo\b/g,
  /\bcomparing both photos\b/g,
  /\b(?:relative|with respect) to the first photo(?: 's camera)?(?: position)?\b/g,
  /\b(?:in|for|by) the second photo\b/g,
  /\b(?:in|from) (?:the )?camera 's perspective\b/g,
  /\b(?:as a result|in summary|in total|in other words|at the same time|in addition|to sum up|taken together)\b/g,
  /\b(?:because of this|from this|based on this|going by this|on the whole|in short|all in all|for its part)\b/g,
  /\b(?:the )?(?:correct |right )?answer is (?:option )?[a-h]$/g,
];
/** Fits claims about one photo; next to a claim about the change from the first to the second it would turn it round. */
export const FIRST_PHOTO_PHRASE = /\bin the first photo\b/g;

/**
 * Words of place, direction, motion, size, number, sight and truth. Text that uses them outside a known form claims
 * something unchecked.
 */
const SPACE = `left right leftmost rightmost up down upper lower above below under underneath beneath over top bottom
front back rear behind beside besides between among amid near nearer nearest nearby close closer closest close-up far
farther farthest further furthest away toward forward backward ahead middle centre center central edge corner border
side sides sideways lateral laterally vertical vertically horizontal horizontally straight diagonal diagonally
clockwise counter-clockwise column columns row rows north south east west northern southern eastern western port
starboard around inside outside within opposite parallel perpendicular adjacent next o'clock angle angles angled
azimuth elevation elevated height depth distance distances radius level tilted inclined degrees m cm mm km feet foot
inch inches half quarter third % direction directions facing faces face faced aligned orientation
moved moves move moving motion movement shifted shifts shift shifting slid slides slide sliding turned turns turn
turning rotated rotates rotate rotating rotation panned pans pan panning tilt tilts tilting rolled rolls roll rolling
yaw yawed pitch pitched swung swings swing swivelled swivels pivoted pivots pivot circled circles circle circling
orbited orbits orbit orbiting arc arcs curve curved dolly dollied truck trucked zoom zoomed zooms travelled traveled
travels travel translated translation strafed stepped steps step walked walks walk went goes go gone came comes come
advanced advances retreated retreats withdrew approached approaches approach receded recedes recede rose rises rise
risen climbed climbs climb ascended descends descended dropped drops drop sank sinks lowered lowers raised raises lift
lifted lifts flew flies drifted drifts jumped stayed stays remained remains still stationary static reversed reverse
mirrored flipped inverted swapped
larger largest bigger biggest smaller smallest grew grows grown shrank shrinks shrunk wider narrower taller tallest
shorter shortest size sizes scale enlarged reduced
visible invisible hidden hides hide hiding occluded occludes occluding occlusion covered covers blocked blocks obscured
unobscured seen appears appear appeared appearing disappears disappear disappeared vanished vanishes out-of-frame frame
cropped cut revealed reveals exposed
twice double triple many several few fewer more most less least number count equal equally
not no none nor neither never without cannot can't won't nothing nobody unlike instead rather except unless
false true untrue wrong incorrect correct mistaken contrary contradicts contradiction lie lies if would`;
const SPATIAL: ReadonlySet<string> = new Set(SPACE.split(/\s+/));

/** True for words that claim something about space, numbers included. */
export function isSpatial(word: string): boolean {
  return SPATIAL.has(word) || /\d/.test(word) || word.split('-').some((part) => SPATIAL.has(part));
}
