package io.github.inceptionv2.training;

import java.time.Duration;

/**
 * How far a training is. Immutable, and safe for use by several threads.
 *
 * @param epoch counts from 1
 * @param epochs how many there will be
 * @param step within the epoch, counts from 1
 * @param steps how many the epoch has
 * @param loss mean cross-entropy of the epoch so far, without weight decay
 * @param accuracy share of the epoch's images so far whose most probable class was right, 0 to 1
 * @param imagesPerSecond of the epoch so far
 * @param remaining what the whole training will still take, by the speed of this epoch
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
