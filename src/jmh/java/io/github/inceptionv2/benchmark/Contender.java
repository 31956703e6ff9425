package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to run the network on the JVM, set up as well as its documentation knows.
 *
 * <p>{@link #classify} and {@link #features} are called by several threads at once.
 */
interface Contender extends AutoCloseable {

  /** The network's height and width in pixels. */
  int SIZE = 224;

  /** How many classes {@link #classify} names. */
  int TOP = 5;

  /** A class and its probability in [0,1]. */
  record Top(int index, double probability) {}

  /** Images that are ready for the network, in the contender's own layout. */
  interface Prepared extends AutoCloseable {
    /** Runs the network alone; the logits of each image. */
    float[][] logits() throws Exception;

    @Override
    default void close() {}
  }

  /**
   * Does what an application does once, and what is not measured.
   *
   * @param images each {@link #SIZE} rows of as many pixels of red, green and blue in [0,1]
   */
  Prepared prepare(List<float[]> images) throws Exception;

  /** The most probable classes of an image file, the most probable first. */
  List<Top> classify(byte[] file) throws Exception;

  /** The feature vector of an image file. */
  float[] features(byte[] file) throws Exception;

  /** Classifies many files, as fast as it can; the classes of each. */
  List<List<Top>> classifyAll(List<Path> files) throws Exception;

  @Override
  void close() throws IOException;
}
