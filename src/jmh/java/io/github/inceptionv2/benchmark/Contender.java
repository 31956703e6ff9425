package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to run the network on the JVM, set up as well as its documentation explains.
 *
 * <p>Several threads call {@link #classify} and {@link #features} at once.
 */
interface Contender extends AutoCloseable {

  /** The network's height and width in pixels. */
  int SIZE = 224;

  /** Number of classes that {@link #classify} returns. */
  int TOP = 5;

  /** A class and its probability in [0,1]. */
  record Top(int index, double probability) {}

  /** Images that are ready for the network, in the contender's own layout. */
  interface Prepared extends AutoCloseable {
    /** Runs the network alone and returns the logits of each image. */
    float[][] logits() throws Exception;

    @Override
    default void close() {}
  }

  /**
   * Does the work that an application does once and that is not measured.
   *
   * @param images {@link #SIZE} rows of as many pixels each: red, green and blue in [0,1]
   */
  Prepared prepare(List<float[]> images) throws Exception;

  /** Returns the most probable classes of an image file, the most probable first. */
  List<Top> classify(byte[] file) throws Exception;

  /** Returns the feature vector of an image file. */
  float[] features(byte[] file) throws Exception;

  /** Classifies many files as fast as it can and returns the classes of each. */
  List<List<Top>> classifyAll(List<Path> files) throws Exception;

  @Override
  void close() throws IOException;
}
