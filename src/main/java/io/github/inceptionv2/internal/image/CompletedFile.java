package io.github.inceptionv2.internal.image;

import org.tensorflow.ndarray.buffer.ByteDataBuffer;

/**
 * An image file that ended early, with an end added so that a decoder takes it.
 *
 * @param bytes the file's own bytes as far as they make sense, and then the added end
 * @param missing paints the pixels that the added end stands for
 */
record CompletedFile(byte[] bytes, Missing missing) {

  /** Paints missing pixels. */
  interface Missing {

    /**
     * Paints the pixels that the file lacks.
     *
     * @param rgb three bytes for a pixel, rows as stored
     */
    void paint(ByteDataBuffer rgb);
  }
}
