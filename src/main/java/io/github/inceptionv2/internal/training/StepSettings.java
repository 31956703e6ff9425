package io.github.inceptionv2.internal.training;

/**
 * The settings that stay the same from step to step.
 *
 * @param weightDecay L2 penalty: the loss includes half of it times the convolutions' squared
 *     weights
 * @param clipNorm maximum L2 norm of all gradients together; 0 for no limit
 * @param keepProbability the fraction of features that dropout keeps
 * @param batchNormMomentum the fraction of the old value that the moving averages keep
 * @param labelSmoothing the fraction of each label that is spread over all classes
 */
public record StepSettings(
    UpdateRule rule,
    double weightDecay,
    double clipNorm,
    double keepProbability,
    double batchNormMomentum,
    double labelSmoothing) {}
