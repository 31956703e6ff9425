package io.github.inceptionv2.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The counters that Spark's web pages show for each stage. A task that runs again is counted again.
 *
 * @param images the number of processed images
 * @param unreadable the number of images with an error
 * @param opened the number of opened models: one for each executor
 * @param busyMillis the time that tasks spend in the library, including decoding
 * @param networkMillis the part of {@code busyMillis} in which the network runs
 */
record Counters(
    LongAccumulator images,
    LongAccumulator unreadable,
    LongAccumulator opened,
    LongAccumulator busyMillis,
    LongAccumulator networkMillis)
    implements Serializable {

  private static final long serialVersionUID = 1;

  static final String IMAGES = "inception-v2 images";
  static final String UNREADABLE = "inception-v2 unreadable images";
  static final String OPENED = "inception-v2 models opened";
  static final String BUSY = "inception-v2 milliseconds in the library";
  static final String NETWORK = "inception-v2 milliseconds in the network";

  static Counters of(SparkContext context) {
    return new Counters(
        context.longAccumulator(IMAGES),
        context.longAccumulator(UNREADABLE),
        context.longAccumulator(OPENED),
        context.longAccumulator(BUSY),
        context.longAccumulator(NETWORK));
  }
}
