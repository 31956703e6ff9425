package io.github.inceptionv2.spark;

import java.io.Serializable;

/**
 * Settings that the driver sends to tasks.
 *
 * @param count the number of predictions for each image; 0 for none
 * @param batchSize the most images that are computed at once
 * @param maxBytes the largest file to read
 */
record TaskSettings(Columns columns, int count, int batchSize, long maxBytes)
    implements Serializable {

  private static final long serialVersionUID = 1;
}
