package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Runs a {@code javax.imageio} reader and handles anything it throws. */
final class JdkDecoder {

  /** The maximum number of bytes of heap that a pixel needs while it is decoded. */
  private static final int BYTES_PER_PIXEL = 5;

  private JdkDecoder() {}

  /** Returns the first reader registered for {@code format}, or null if there is none. */
  static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    return readers.hasNext() ? readers.next() : null;
  }

  static BufferedImage read(ImageReader reader, byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    checkHeap((long) header.width() * header.height() * BYTES_PER_PIXEL);
    // Not ImageIO.createImageInputStream, which may write the bytes to a temporary file.
    return read(reader, new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), header);
  }

  /** Reads the first image of {@code file}, and closes {@code file}. */
  static BufferedImage read(ImageReader reader, ImageInputStream file, ImageHeader header)
      throws IOException, UnreadableImageException {
    try (ImageInputStream in = file) {
      reader.setInput(in, true, true);
      checkSize(reader, header);
      return reader.read(0);
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      // The heap was checked, so an OutOfMemoryError is how libwebp reports some kinds of damage.
      // A LinkageError comes from a reader whose native library is missing.
      throw new UnreadableImageException("is a damaged " + header.format() + " (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  /** Checks that the reader decodes no more pixels than the checked header has. */
  private static void checkSize(ImageReader reader, ImageHeader header)
      throws IOException, UnreadableImageException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > (long) header.width() * header.height()) {
      throw new UnreadableImageException(
          "is a damaged " + header.format() + " (it has more pixels than its header says)");
    }
  }

  /** Refuses an image that would need more than half of the heap. */
  static void checkHeap(long bytes) throws UnreadableImageException {
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new UnreadableImageException(
          "needs about "
              + (bytes >> 20)
              + " MB of heap to decode, expected at most half of the heap, "
              + (most >> 20)
              + " MB; give the JVM a larger -Xmx");
    }
  }
}
