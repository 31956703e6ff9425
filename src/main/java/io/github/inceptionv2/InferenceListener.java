package io.github.inceptionv2;

import java.time.Duration;

/**
 * Receives the durations of a model's work, for metrics. All methods do nothing unless overridden.
 *
 * <p>Methods are called on the threads that do the work, possibly on several at once, and should
 * return quickly. Exceptions that they throw are logged and otherwise ignored. Methods must not
 * call or close the model, because the call that they report on has not ended. A Java Flight
 * Recording shows these durations as events of the category <i>Inception V2</i>.
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
   * @param isReadable true if the image could be read and decoded
   */
  default void onPrepared(Duration time, boolean isReadable) {}

  /**
   * Called when a call starts to run after it waited for other calls, if {@link
   * RuntimeOptions.Builder#maxBatchDelay} is set.
   */
  default void onWaited(Duration time) {}

  /**
   * Called after the network ran.
   *
   * @param images the number of images in the run; each of ten crops counts as an image
   */
  default void onRun(int images, Duration time) {}
}
