package io.github.inceptionv2.training;

import java.time.Duration;

/**
 * The progress of a training run. Immutable and thread-safe.
 *
 * @param epoch current epoch, from 1
 * @param epochs total number of epochs
 * @param step last completed step within the epoch, from 1
 * @param steps number of steps in the epoch
 * @param loss mean cross-entropy of the epoch so far, without weight decay
 * @param accuracy fraction of the epoch's images so far whose most probable class was correct, from
 *     0 to 1
 * @param imagesPerSecond throughput of the epoch so far
 * @param remaining estimated time until training ends, at the speed of this epoch
 */
public record StepReport(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double accuracy,
    double imagesPerSecond,
    Duration remaining) {}
