package io.github.inceptionv2.internal.image;

import org.tensorflow.ndarray.buffer.ByteDataBuffer;

/**
 * A truncated image file with an end added, so a decoder accepts it.
 *
 * @param bytes the valid bytes of the file, followed by the added end
 * @param missing paints the pixels that the file lacks
 */
record CompletedFile(byte[] bytes, Missing missing) {

  /** Paints missing pixels. */
  interface Missing {

    /**
     * Paints the pixels that the file lacks.
     *
     * @param rgb three bytes per pixel, rows in stored order
     */
    void paint(ByteDataBuffer rgb);
  }
}
