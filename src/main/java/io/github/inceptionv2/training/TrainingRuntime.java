package io.github.inceptionv2.training;

import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.runtime.SessionConfig;

/** The part of {@link RuntimeOptions} that applies to training. */
final class TrainingRuntime {

  private TrainingRuntime() {}

  /**
   * Returns the session configuration of a training run with {@code options}.
   *
   * @throws IllegalArgumentException if an option is set that does not apply to training
   */
  static SessionConfig session(RuntimeOptions options) {
    RuntimeOptions usual = RuntimeOptions.defaults();
    if (options.precision() != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "precision does not apply to training, which computes in float32; leave it unset");
    }
    refuse("parallelRuns", options.parallelRuns() != 1);
    refuse("maxBatchDelay", options.maxBatchDelay().isPresent());
    refuse("maxWaitingCalls", options.maxWaitingCalls() != usual.maxWaitingCalls());
    refuse("warmUp", options.isWarmedUp());
    if (options.maxBatchSize() != usual.maxBatchSize()) {
      throw new IllegalArgumentException(
          "maxBatchSize does not apply to training; set batchSize in TrainingOptions");
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
          name + " does not apply to training, only to inference; leave it unset");
    }
  }
}
