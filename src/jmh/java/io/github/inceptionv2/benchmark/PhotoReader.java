package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * Turns an image file into the network's input: the middle seven eighths of the image, resized
 * bilinearly. Safe for use by several threads.
 */
interface PhotoReader {

  /** A side's length divided by this number is the margin that is cropped away at each end. */
  int MARGIN_DIVISOR = 16;

  /**
   * Reads one image.
   *
   * @param into gets all red values in [0,1], then all green, then all blue, from its position
   */
  void read(byte[] file, FloatBuffer into) throws IOException;
}
