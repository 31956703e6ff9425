package io.github.inceptionv2.training;

import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.runtime.SessionConfig;

/** The part of {@link RuntimeOptions} that a training can follow. */
final class TrainingRuntime {

  private TrainingRuntime() {}

  /**
   * Returns the sessions of a training with {@code options}.
   *
   * @throws IllegalArgumentException if an option is set that a training has no use for
   */
  static SessionConfig session(RuntimeOptions options) {
    RuntimeOptions usual = RuntimeOptions.defaults();
    refuse("parallelRuns", options.parallelRuns() != 1);
    refuse("maxBatchDelay", options.maxBatchDelay().isPresent());
    refuse("maxWaitingCalls", options.maxWaitingCalls() != usual.maxWaitingCalls());
    refuse("warmUp", options.isWarmedUp());
    if (options.precision() != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "precision does not apply to a training, which computes in float32; leave it unset");
    }
    if (options.maxBatchSize() != usual.maxBatchSize()) {
      throw new IllegalArgumentException(
          "maxBatchSize does not apply to a training; set batchSize of TrainingOptions");
    }
    return new SessionConfig(
        options.threads(),
        options.parallelRuns(),
        options.device(),
        options.gpuMemoryGrowth(),
        options.gpuMemoryLimit());
  }

  private static void refuse(String name, boolean isSet) {
    if (isSet) {
      throw new IllegalArgumentException(
          name + " does not apply to a training, which has no calls; leave it unset");
    }
  }
}
