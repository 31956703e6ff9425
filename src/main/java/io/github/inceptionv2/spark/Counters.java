package io.github.inceptionv2.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What Spark's pages show of each stage. A task that is done again counts again.
 *
 * @param images how many were looked at
 * @param unreadable how many of these have an error
 * @param opened how many models were opened: one for each executor
 * @param busyMillis how long tasks were inside the library, decoding included
 * @param networkMillis how long of this the network ran
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
