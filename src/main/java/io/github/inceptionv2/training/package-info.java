/**
 * Trains Inception V2 on photographs of one's own, and says how good it became.
 *
 * <ul>
 *   <li>{@link io.github.inceptionv2.training.ImageFolder} finds labelled photographs, one
 *       sub-folder a class, and splits them into parts that stay the same
 *   <li>{@link io.github.inceptionv2.training.EpochReport} tells how one pass over the training
 *       photographs went
 *   <li>{@link io.github.inceptionv2.training.Evaluation} counts what a model gets right and wrong
 *   <li>{@link io.github.inceptionv2.training.TrainingReport} writes all of it down
 * </ul>
 */
package io.github.inceptionv2.training;
