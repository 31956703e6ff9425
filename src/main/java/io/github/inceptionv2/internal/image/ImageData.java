package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An image as it comes in. What it holds is not copied and must not change while it is read. */
public sealed interface ImageData {

  /** A file, read when the image is needed. */
  record File(Path path) implements ImageData {

    /** Beyond this no file is read: ten times a 100-megapixel JPEG. */
    private static final long MAX_BYTES = 512L << 20;

    Encoded read() throws IOException, UnreadableImageException {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString(), null, "there is no such file");
      }
      if (Files.isDirectory(path)) {
        throw new UnreadableImageException("is a directory, expected an image file");
      }
      long size = Files.size(path);
      if (size > MAX_BYTES) {
        throw new UnreadableImageException("has " + size + " bytes, expected at most " + MAX_BYTES);
      }
      return new Encoded(Files.readAllBytes(path));
    }
  }

  /** The bytes of an image file. */
  record Encoded(byte[] bytes) implements ImageData {}

  /** An image of the JDK. */
  record Buffered(BufferedImage image) implements ImageData {}

  /** What the network takes: RGB in [0,1], height x width x 3, not to be resampled. */
  record Floats(float[] rgb, int height, int width) implements ImageData {}
}
