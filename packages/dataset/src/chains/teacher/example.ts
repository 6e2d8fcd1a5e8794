/**
 * The example that the teacher is asked to follow: the published sections, in sentences that the verifier understands.
 * The two photos of the example are of no data set.
 */
export const TEACHER_EXAMPLE = `Image Identify: Both photos show the same scene, which did not change. In the first photo the object is in the centre. In the second photo the object is in the left half.
Visual Analysis: The object moves to the left in the photo. The object looks larger in the second photo.
Analyze Specific Movements: The camera moved to the right. The camera kept its height. The camera moved forward. The camera turned to the left by about 25 degrees. The camera did not tilt. The camera did not roll.
Synthesize the Trajectory: The camera circled counter-clockwise around the object by about 40 degrees. The camera came closer to the object.
Answer Question: The camera moved to the right. From the object's perspective, the camera moved to the left. The camera turned to the left by about 25 degrees.`;
