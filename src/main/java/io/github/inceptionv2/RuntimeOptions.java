package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.NumberWish;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a model runs: threads, device, memory, batches. Immutable, and safe for use by several
 * threads.
 *
 * <p>The defaults: as many threads as the JVM has processors (which knows a container's limits); a
 * GPU if TensorFlow finds one, whose memory is taken as it is needed; batches of up to 16 images;
 * each caller's images are computed on their own; batch norm folded into the weights; no warm-up.
 * Whatever is set, numbers computed on a CPU stay within 2e-4 of the reference on logits with a
 * standard deviation of 7; no GPU was at hand to try.
 */
public final class RuntimeOptions {

  private static final Pattern DEVICE = Pattern.compile("CPU|GPU(:\\d{1,3})?");
  private static final RuntimeOptions DEFAULTS = builder().build();

  private final int threads;
  private final int parallelRuns;
  private final int maxBatchSize;
  private final Optional<Duration> maxBatchDelay;
  private final int maxWaitingCalls;
  private final Optional<String> device;
  private final boolean gpuMemoryGrowth;
  private final long gpuMemoryLimit;
  private final boolean isOptimized;
  private final NumberWish numbers;
  private final boolean isWarmedUp;

  private RuntimeOptions(Builder builder) {
    threads = builder.threads;
    parallelRuns = builder.parallelRuns;
    maxBatchSize = builder.maxBatchSize;
    maxBatchDelay = Optional.ofNullable(builder.maxBatchDelay);
    maxWaitingCalls = builder.maxWaitingCalls;
    device = Optional.ofNullable(builder.device);
    gpuMemoryGrowth = builder.gpuMemoryGrowth;
    gpuMemoryLimit = builder.gpuMemoryLimit;
    isOptimized = builder.isOptimized;
    numbers = new NumberWish(builder.precision.type(), builder.isPrecisionRequired);
    isWarmedUp = builder.isWarmedUp;
  }

  /** Returns the defaults. */
  public static RuntimeOptions defaults() {
    return DEFAULTS;
  }

  /** Begins other options from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins other options from these. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.threads = threads;
    builder.parallelRuns = parallelRuns;
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

  /** Returns the number of runs of the network at once. */
  public int parallelRuns() {
    return parallelRuns;
  }

  /** Returns the most images that are computed at once. */
  public int maxBatchSize() {
    return maxBatchSize;
  }

  /** Returns how long a call waits for others to be computed with; empty if calls run alone. */
  public Optional<Duration> maxBatchDelay() {
    return maxBatchDelay;
  }

  /** Returns the most calls that may wait; {@link Integer#MAX_VALUE} for no limit. */
  public int maxWaitingCalls() {
    return maxWaitingCalls;
  }

  /** Returns the device that was asked for; empty if TensorFlow chooses. */
  public Optional<String> device() {
    return device;
  }

  /** Returns whether a GPU's memory is taken as it is needed. */
  public boolean gpuMemoryGrowth() {
    return gpuMemoryGrowth;
  }

  /** Returns how many bytes of a GPU's memory may be taken; 0 for no limit. */
  public long gpuMemoryLimit() {
    return gpuMemoryLimit;
  }

  /** Returns the number of virtual-thread calls that run at once, enough to fill a batch. */
  int callerThreads() {
    return Math.max(2 * threads, maxBatchDelay.isPresent() ? 2 * maxBatchSize : parallelRuns + 1);
  }

  boolean requiresGpu() {
    return device.isPresent() && device.get().startsWith("GPU");
  }

  /** Returns whether batch norm is folded into the weights. */
  public boolean isOptimized() {
    return isOptimized;
  }

  /** The numbers that the network is asked to compute with. */
  NumberWish numbers() {
    return numbers;
  }

  /** Returns the precision that was asked for. */
  public Precision precision() {
    return Precision.of(numbers.type());
  }

  /** Returns whether a model does not open without the precision that was asked for. */
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

  /** Collects options. Not thread-safe. */
  public static final class Builder {

    private int threads = SessionConfig.DEFAULT.threads();
    private int parallelRuns = 1;
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
     * <p>TensorFlow has one pool of threads in a process, as large as the first model asked for:
     * {@link RuntimeReport#threadsInEffect} says how large. Set it alike for all models.
     *
     * @param threads from 1 to 1024
     */
    public Builder threads(int threads) {
      this.threads = checkRange("threads", threads, 1024);
      return this;
    }

    /**
     * Sets how many runs of the network go on at once, among which the threads are divided: parts
     * of a batch, and calls of several threads, more of which wait. 1 unless set: all threads share
     * a run, which gives a lone image its numbers soonest. With as many runs as threads, no thread
     * waits for another: where there were two, several callers got 1.1 to 1.3 times as many images
     * a second, and a lone image took a fifth longer. A batch in parts may have other last digits.
     *
     * <p>Each run has its own images in memory, 12 MB for one of 224x224. It takes effect if the
     * first model of the process is opened with it, as {@link #threads} does. It is meant for CPUs:
     * a GPU's work is better in one large batch.
     *
     * @param runs at least 1, and at most the number of threads
     */
    public Builder parallelRuns(int runs) {
      this.parallelRuns = checkRange("parallelRuns", runs, 1024);
      return this;
    }

    /**
     * Sets how many images are computed at once. More than 16 of 224x224 bring next to no speed,
     * and cost 12 MB each.
     *
     * @param images from 1 to 1024; fewer are taken of images larger than 224x224
     */
    public Builder maxBatchSize(int images) {
      this.maxBatchSize = checkRange("maxBatchSize", images, 1024);
      return this;
    }

    /**
     * Lets calls of several threads be computed together: while the network is busy, calls gather
     * for the next batch of up to {@link #maxBatchSize}; while it is idle, a call waits for others
     * as long as this. Zero joins only calls that have to wait anyway.
     *
     * <p>Without it, each call is computed on its own. A batch of another size may change the last
     * digits of an image's numbers.
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
     * Sets how many calls may wait while others are computed; without a limit unless set. A further
     * call fails at once with {@link java.util.concurrent.RejectedExecutionException}, so that a
     * service can tell its clients to come back later instead of making all of them wait longer. A
     * batch counts as one call; {@linkplain InceptionV2#stream streams} do not count.
     *
     * @param calls at least 0; of those in progress, as many as {@link #parallelRuns} do not wait
     */
    public Builder maxWaitingCalls(int calls) {
      if (calls < 0) {
        throw new IllegalArgumentException("maxWaitingCalls (" + calls + ") must be at least 0");
      }
      this.maxWaitingCalls = calls;
      return this;
    }

    /**
     * Sets where the network runs; images are decoded on the CPU always. Unset, TensorFlow chooses.
     *
     * @param device {@code CPU}, {@code GPU} for any, or one of them, such as {@code GPU:1}; if
     *     there is no such GPU, the model does not open
     */
    public Builder device(String device) {
      Objects.requireNonNull(device, "device");
      if (!DEVICE.matcher(device).matches()) {
        throw new IllegalArgumentException(
            "device (" + device + ") must be CPU, GPU, or a GPU's number as in GPU:1");
      }
      this.device = device;
      return this;
    }

    /** Does not open the model without a GPU: the same as {@code device("GPU")}. */
    public Builder requireGpu() {
      return device("GPU");
    }

    /**
     * Sets whether a GPU's memory is taken bit by bit; on unless set. Off, TensorFlow takes nearly
     * all of it at once.
     */
    public Builder gpuMemoryGrowth(boolean grows) {
      this.gpuMemoryGrowth = grows;
      return this;
    }

    /**
     * Sets how much of a GPU's memory may be taken.
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
     * Sets whether batch norm is folded into the weights when the model is opened, and convolutions
     * run with their bias and ReLU as one operation, in oneDNN where it is built in (x86_64) and
     * the environment does not say {@code TF_ENABLE_ONEDNN_OPTS=0}; on unless set. Off, a model is
     * run in the operations of its module: more slowly, with 25 to 50 MB less memory, and with
     * other last digits. A module whose own graph may compute something else is run as it is either
     * way; and kernels that do not compute a small network rightly when the first model is opened
     * are passed over, with a warning.
     *
     * <p>oneDNN keeps what it made for each size at which images enter and each number of them in a
     * batch, up to a limit: 200 MB after thousands of sizes. The first batch of a kind takes 10 to
     * 40 ms longer. An {@link InceptionV2#endpoint endpoint} that is asked for takes another 45 MB.
     */
    public Builder optimized(boolean isOptimized) {
      this.isOptimized = isOptimized;
      return this;
    }

    /**
     * Sets the numbers that the network computes with; {@link Precision#FLOAT32} unless set. Others
     * change the results, endpoints included. Explanations and training use float32 always.
     *
     * <p>A model falls back to float32, with a warning that says why, on GPUs, on processors
     * without the instructions (only Linux tells which there are), where oneDNN is missing or
     * turned off, if a trial of the kernels fails, and if a module's own graph may compute
     * something else. {@link RuntimeReport#precision} says which precision is in effect.
     */
    public Builder precision(Precision precision) {
      this.precision = Objects.requireNonNull(precision, "precision");
      this.isPrecisionRequired = false;
      return this;
    }

    /** Like {@link #precision}, but opening fails with {@link DeviceUnavailableException}. */
    public Builder requirePrecision(Precision precision) {
      precision(precision);
      this.isPrecisionRequired = precision != Precision.FLOAT32;
      return this;
    }

    /**
     * Sets whether opening a model runs it once, so that the first call does not take longer than
     * others. Images that enter at another size than the model's make a call take longer once more.
     */
    public Builder warmUp(boolean isWarmedUp) {
      this.isWarmedUp = isWarmedUp;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if there are fewer threads than runs, or a model that is not
     *     optimized is to compute with other numbers than float32
     */
    public RuntimeOptions build() {
      if (!isOptimized && precision != Precision.FLOAT32) {
        throw new IllegalArgumentException(
            "precision (" + precision + ") needs an optimized model; do not set optimized(false)");
      }
      if (parallelRuns > threads) {
        throw new IllegalArgumentException(
            "parallelRuns ("
                + parallelRuns
                + ") must be at most the number of threads ("
                + threads
                + ")");
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
