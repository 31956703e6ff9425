package io.github.inceptionv2.spark;

import java.io.Serializable;

/**
 * Settings that the driver sends to tasks.
 *
 * @param count the number of predictions for each image; 0 for none
 * @param batchSize the maximum batch size
 * @param maxBytes the maximum size of a file
 */
record TaskSettings(Columns columns, int count, int batchSize, long maxBytes)
    implements Serializable {

  private static final long serialVersionUID = 1;
}
