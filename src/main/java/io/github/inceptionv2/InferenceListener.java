package io.github.inceptionv2;

import java.time.Duration;

/**
 * Is told how long a model's work takes, for metrics. All methods do nothing unless overridden.
 *
 * <p>They are called on the threads that do the work, on several at once, and should return soon.
 * What they throw is logged, and disturbs nothing else. They must not call the model, nor close it:
 * the call that they are told of has not ended. A Java Flight Recording shows the same, as events
 * of the category <i>Inception V2</i>.
 *
 * <pre>{@code
 * InferenceListener printer =
 *     new InferenceListener() {
 *       @Override
 *       public void onRun(int images, java.time.Duration time) {
 *         System.out.println(images + " images in " + time.toMillis() + " ms");
 *       }
 *     };
 * }</pre>
 */
public interface InferenceListener {

  /**
   * Called after an image was read, decoded and resized.
   *
   * @param isReadable whether it could be
   */
  default void onPrepared(Duration time, boolean isReadable) {}

  /**
   * Called when a call begins to be computed that waited for others, if {@link
   * RuntimeOptions.Builder#maxBatchDelay} is set.
   */
  default void onWaited(Duration time) {}

  /**
   * Called after the network ran.
   *
   * @param images how many it computed at once; each of ten crops counts
   */
  default void onRun(int images, Duration time) {}
}
