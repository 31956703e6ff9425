package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * From an image file to the network's input: the middle seven eighths of the image, resized
 * bilinearly. Safe for several threads.
 */
interface PhotoReader {

  /** What is left out on each side. */
  int MARGIN_DIVISOR = 16;

  /**
   * Reads one image.
   *
   * @param into gets all red values in [0,1], then all green, then all blue ones, from its position
   */
  void read(byte[] file, FloatBuffer into) throws IOException;
}
