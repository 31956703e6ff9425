package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.PrecisionRequest;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings for running a model: threads, device, memory, batches. Immutable and thread-safe.
 *
 * <p>The defaults: as many threads as the JVM has processors (which respects a container's limits);
 * a GPU if TensorFlow finds one, with memory allocated as needed; batches of up to 16 images; each
 * call runs on its own, in int8 as many at once as there are threads; batch norm folded into the
 * weights; no warm-up. With any settings except {@link Builder#precision}, logits computed on a CPU
 * stay within 2e-4 of the reference, at a standard deviation of 7. GPUs are untested.
 */
public final class RuntimeOptions {

  private static final Pattern DEVICE = Pattern.compile("CPU|GPU(:\\d{1,3})?");
  private static final RuntimeOptions DEFAULTS = builder().build();

  private final int threads;
  private final Optional<Integer> requestedRuns;
  private final int parallelRuns;
  private final int maxBatchSize;
  private final Optional<Duration> maxBatchDelay;
  private final int maxWaitingCalls;
  private final Optional<String> device;
  private final boolean gpuMemoryGrowth;
  private final long gpuMemoryLimit;
  private final boolean isOptimized;
  private final PrecisionRequest numbers;
  private final boolean isWarmedUp;

  private RuntimeOptions(Builder builder) {
    threads = builder.threads;
    requestedRuns = Optional.ofNullable(builder.parallelRuns);
    maxBatchSize = builder.maxBatchSize;
    maxBatchDelay = Optional.ofNullable(builder.maxBatchDelay);
    maxWaitingCalls = builder.maxWaitingCalls;
    device = Optional.ofNullable(builder.device);
    gpuMemoryGrowth = builder.gpuMemoryGrowth;
    gpuMemoryLimit = builder.gpuMemoryLimit;
    isOptimized = builder.isOptimized;
    numbers = new PrecisionRequest(builder.precision.type(), builder.isPrecisionRequired);
    parallelRuns = requestedRuns.orElseGet(() -> numbers.usualRuns(threads, device));
    isWarmedUp = builder.isWarmedUp;
  }

  /** Returns the defaults. */
  public static RuntimeOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.threads = threads;
    builder.parallelRuns = requestedRuns.orElse(null);
    builder.maxBatchSize = maxBatchSize;
    builder.maxBatchDelay = maxBatchDelay.orElse(null);
    builder.maxWaitingCalls = maxWaitingCalls;
    builder.device = device.orElse(null);
    builder.gpuMemoryGrowth = gpuMemoryGrowth;
    builder.gpuMemoryLimit = gpuMemoryLimit;
    builder.isOptimized = isOptimized;
    builder.precision = precision();
    builder.isPrecisionRequired = numbers.isRequired();
    builder.isWarmedUp = isWarmedUp;
    return builder;
  }

  /** Returns the number of threads that share the work of the network. */
  public int threads() {
    return threads;
  }

  /** Returns the maximum number of concurrent runs of the network. */
  public int parallelRuns() {
    return parallelRuns;
  }

  /** Returns the maximum batch size. */
  public int maxBatchSize() {
    return maxBatchSize;
  }

  /** Returns how long a call waits to be joined with others; empty if calls are not joined. */
  public Optional<Duration> maxBatchDelay() {
    return maxBatchDelay;
  }

  /** Returns the maximum number of waiting calls; {@link Integer#MAX_VALUE} for no limit. */
  public int maxWaitingCalls() {
    return maxWaitingCalls;
  }

  /** Returns the requested device; empty if TensorFlow chooses. */
  public Optional<String> device() {
    return device;
  }

  /** Returns whether a GPU's memory is allocated as needed. */
  public boolean gpuMemoryGrowth() {
    return gpuMemoryGrowth;
  }

  /** Returns the maximum memory to use on a GPU, in bytes; 0 for no limit. */
  public long gpuMemoryLimit() {
    return gpuMemoryLimit;
  }

  /** Returns whether batch norm is folded into the weights. */
  public boolean isOptimized() {
    return isOptimized;
  }

  /** Returns the requested precision, and whether it is required. */
  PrecisionRequest numbers() {
    return numbers;
  }

  /** Returns the requested precision. */
  public Precision precision() {
    return Precision.of(numbers.type());
  }

  /** Returns true if opening a model fails when the requested precision is not available. */
  public boolean isPrecisionRequired() {
    return numbers.isRequired();
  }

  /** Returns whether opening a model runs it once. */
  public boolean isWarmedUp() {
    return isWarmedUp;
  }

  SessionConfig session() {
    return new SessionConfig(threads, parallelRuns, device, gpuMemoryGrowth, gpuMemoryLimit);
  }

  /** Returns the settings in words. */
  @Override
  public String toString() {
    return "threads "
        + threads
        + (parallelRuns > 1 ? " in " + parallelRuns + " parallel runs" : "")
        + ", device "
        + device.orElse("any")
        + ", batches of up to "
        + maxBatchSize
        + maxBatchDelay.map(delay -> " joined within " + delay.toMillis() + " ms").orElse("")
        + (maxWaitingCalls == Integer.MAX_VALUE ? "" : ", at most " + maxWaitingCalls + " waiting")
        + (isOptimized ? "" : ", not optimized")
        + (precision() == Precision.FLOAT32 ? "" : ", " + precision())
        + (numbers.isRequired() ? " required" : "")
        + (isWarmedUp ? ", warmed up" : "");
  }

  /** Builds {@link RuntimeOptions}. Not thread-safe. */
  public static final class Builder {

    private int threads = SessionConfig.DEFAULT.threads();
    private Integer parallelRuns;
    private int maxBatchSize = 16;
    private Duration maxBatchDelay;
    private int maxWaitingCalls = Integer.MAX_VALUE;
    private String device;
    private boolean gpuMemoryGrowth = true;
    private long gpuMemoryLimit;
    private boolean isOptimized = true;
    private Precision precision = Precision.FLOAT32;
    private boolean isPrecisionRequired;
    private boolean isWarmedUp;

    private Builder() {}

    /**
     * Sets how many threads share the work of the network, and how many images of a batch are
     * decoded at once.
     *
     * <p>All models of a process share TensorFlow's threads, whose number the first model sets. Use
     * the same number for all models.
     *
     * @param threads from 1 to 1024
     */
    public Builder threads(int threads) {
      this.threads = checkRange("threads", threads, 1024);
      return this;
    }

    /**
     * Sets the maximum number of concurrent runs of the network. The runs process parts of a batch,
     * or calls from several threads; further calls wait. Results of a batch that runs in parts may
     * differ in the last digits.
     *
     * <p>With as many runs as threads, each operation runs on one thread: on two threads, several
     * callers got 1.1 to 1.3 times the throughput in float32, but a single image took a fifth
     * longer. With fewer runs, all threads share every operation.
     *
     * <p>Unless set, 1 in float32 and bfloat16, which has the lowest latency for a single image. In
     * {@link Precision#INT8}, if this processor has it, the number of threads: operations in int8
     * are too short to share. This was measured on two threads only; on many, compare with 1 for
     * single images. If a check of the kernels fails, the model runs in float32 with these runs.
     *
     * <p>Each run has its own images in memory, 12 MB per image of 224x224. Like {@link #threads},
     * the setting takes effect if the first model of the process has it: after an int8 model with
     * the default, operations of all models and of training run on one thread. The setting is meant
     * for CPUs: on a GPU, one large batch is better.
     *
     * @param runs at least 1, and at most the number of threads
     */
    public Builder parallelRuns(int runs) {
      this.parallelRuns = checkRange("parallelRuns", runs, 1024);
      return this;
    }

    /**
     * Sets the maximum batch size. Batches of more than 16 images of 224x224 are hardly faster, and
     * use 12 MB per image.
     *
     * @param images from 1 to 1024; batches of images larger than 224x224 are smaller
     */
    public Builder maxBatchSize(int images) {
      this.maxBatchSize = checkRange("maxBatchSize", images, 1024);
      return this;
    }

    /**
     * Joins calls from several threads into batches. While the network is busy, calls gather for
     * the next batch of up to {@link #maxBatchSize}. While the network is idle, a call waits up to
     * {@code delay} for other calls. A delay of zero joins only calls that have to wait anyway.
     *
     * <p>Unless set, each call runs on its own. A different batch size may change the last digits
     * of an image's numbers.
     *
     * @param delay from zero to one minute
     */
    public Builder maxBatchDelay(Duration delay) {
      Objects.requireNonNull(delay, "delay");
      if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException(
            "maxBatchDelay (" + delay + ") must be from zero to one minute");
      }
      this.maxBatchDelay = delay;
      return this;
    }

    /**
     * Sets the maximum number of calls that wait while others run; no limit unless set. A further
     * call fails immediately with {@link java.util.concurrent.RejectedExecutionException}, so a
     * service can tell its clients to retry later. A batch counts as one call; {@linkplain
     * InceptionV2#stream streams} do not count.
     *
     * @param calls at least 0, in addition to the {@link #parallelRuns} calls in progress
     */
    public Builder maxWaitingCalls(int calls) {
      if (calls < 0) {
        throw new IllegalArgumentException("maxWaitingCalls (" + calls + ") must be at least 0");
      }
      this.maxWaitingCalls = calls;
      return this;
    }

    /**
     * Sets the device that the network runs on; images are always decoded on the CPU. If unset,
     * TensorFlow chooses.
     *
     * @param device {@code CPU}, {@code GPU} for any GPU, or a specific one such as {@code GPU:1};
     *     opening a model fails if there is no such GPU
     */
    public Builder device(String device) {
      Objects.requireNonNull(device, "device");
      if (!DEVICE.matcher(device).matches()) {
        throw new IllegalArgumentException(
            "device (" + device + ") must be CPU, GPU, or a numbered GPU such as GPU:1");
      }
      this.device = device;
      return this;
    }

    /** Requires a GPU: the same as {@code device("GPU")}. */
    public Builder requireGpu() {
      return device("GPU");
    }

    /**
     * Sets whether a GPU's memory is allocated as needed; on unless set. If off, TensorFlow
     * allocates nearly all of it at once.
     */
    public Builder gpuMemoryGrowth(boolean grows) {
      this.gpuMemoryGrowth = grows;
      return this;
    }

    /**
     * Sets the maximum memory to use on a GPU.
     *
     * @param byteCount at least 1 MiB (1048576)
     */
    public Builder gpuMemoryLimit(long byteCount) {
      if (byteCount < 1 << 20) {
        throw new IllegalArgumentException(
            "gpuMemoryLimit (" + byteCount + ") must be at least 1048576 bytes");
      }
      this.gpuMemoryLimit = byteCount;
      return this;
    }

    /**
     * Sets whether opening a model folds batch norm into the weights, and fuses each convolution
     * with its bias and ReLU; on unless set. Fused convolutions run in oneDNN if TensorFlow
     * includes it (x86_64) and {@code TF_ENABLE_ONEDNN_OPTS=0} does not disable it. On virtual
     * machines that hide the caches of an AMD processor, oneDNN is slow in float32; there,
     * convolutions run in Eigen and are not fused. If off, a model runs the operations of its
     * module: more slowly, with 25 to 50 MB less memory, and with different last digits. A module
     * whose own graph may compute something else always runs unchanged. Opening the first model
     * checks kernels on a small network; incorrect kernels are not used, and a warning is logged.
     *
     * <p>oneDNN caches its kernels for each combination of image size and batch size, up to a
     * limit: 200 MB after thousands of sizes, 300 MB in int8 on two threads. The first batch of
     * each combination takes 10 to 40 ms longer. Requesting an {@link InceptionV2#endpoint
     * endpoint} uses another 45 MB.
     */
    public Builder optimized(boolean isOptimized) {
      this.isOptimized = isOptimized;
      return this;
    }

    /**
     * Sets the precision that the network computes in; {@link Precision#FLOAT32} unless set. Other
     * precisions change the results, including endpoints. Explanations and training always use
     * float32.
     *
     * <p>A model falls back to float32, and logs the reason as a warning, on GPUs, on processors
     * without the instructions (which only Linux reports), in bfloat16 on virtual machines that
     * hide the caches of an AMD processor, if oneDNN is missing or disabled, if a check of the
     * kernels fails, or if the module's own graph may compute something else. {@link
     * RuntimeReport#precision} says which precision is in effect.
     */
    public Builder precision(Precision precision) {
      this.precision = Objects.requireNonNull(precision, "precision");
      this.isPrecisionRequired = false;
      return this;
    }

    /**
     * Sets the precision like {@link #precision}, but instead of falling back, opening a model
     * fails with {@link DeviceUnavailableException}.
     */
    public Builder requirePrecision(Precision precision) {
      precision(precision);
      this.isPrecisionRequired = precision != Precision.FLOAT32;
      return this;
    }

    /**
     * Sets whether opening a model runs it once, so the first call does not take longer than later
     * ones. The first call with another image size still takes longer.
     */
    public Builder warmUp(boolean isWarmedUp) {
      this.isWarmedUp = isWarmedUp;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if there are fewer threads than parallel runs, or a
     *     precision other than float32 is set for a model that is not optimized
     */
    public RuntimeOptions build() {
      if (!isOptimized && precision != Precision.FLOAT32) {
        throw new IllegalArgumentException(
            "precision (" + precision + ") needs an optimized model; do not set optimized(false)");
      }
      if (parallelRuns != null && parallelRuns > threads) {
        throw new IllegalArgumentException(
            "parallelRuns (" + parallelRuns + ") must be at most threads (" + threads + ")");
      }
      return new RuntimeOptions(this);
    }

    private static int checkRange(String name, int value, int greatest) {
      if (value < 1 || value > greatest) {
        throw new IllegalArgumentException(name + " (" + value + ") must be from 1 to " + greatest);
      }
      return value;
    }
  }
}
