package io.github.inceptionv2.internal.training;

/**
 * What does not change from step to step.
 *
 * @param weightDecay by what half the squares of the convolutions' weights enter the loss
 * @param clipNorm the longest that all gradients together may be; 0 for no limit
 * @param keepProbability the share of features that dropout keeps
 * @param batchNormMomentum what the moving averages keep of their old value
 * @param labelSmoothing the share of each label that is spread over all classes
 */
public record StepSettings(
    UpdateRule rule,
    double weightDecay,
    double clipNorm,
    double keepProbability,
    double batchNormMomentum,
    double labelSmoothing) {}
