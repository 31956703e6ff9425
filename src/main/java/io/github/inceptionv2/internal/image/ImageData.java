package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An image as it comes in. What it holds is not copied and must not change while it is read. */
public sealed interface ImageData {

  /** A file, read when the image is needed. */
  record File(Path path) implements ImageData {

    Encoded read(ImageSettings settings) throws IOException, UnreadableImageException {
      if (Files.notExists(path)) {
        throw new NoSuchFileException(path.toString(), null, "there is no such file");
      }
      if (!Files.isReadable(path)) {
        if (isInACircle(path)) {
          throw new FileSystemException(
              path.toString(), null, "leads in a circle of links; mend the link or remove it");
        }
        throw new AccessDeniedException(path.toString(), null, "may not be read by this user");
      }
      if (!Files.isRegularFile(path)) {
        String what = Files.isDirectory(path) ? "a directory" : "no regular file";
        throw new UnreadableImageException("is " + what + ", expected an image file");
      }
      long size = Files.size(path);
      if (size > settings.maxBytes()) {
        throw new UnreadableImageException(
            "has " + size + " bytes, expected at most maxBytes = " + settings.maxBytes());
      }
      return new Encoded(Files.readAllBytes(path));
    }
  }

  private static boolean isInACircle(Path path) throws IOException {
    try {
      path.toRealPath();
      return false;
    } catch (NoSuchFileException | AccessDeniedException e) {
      return false;
    } catch (FileSystemException e) {
      return !Files.exists(path);
    }
  }

  /** The bytes of an image file. */
  record Encoded(byte[] bytes) implements ImageData {}

  /** An image of the JDK. */
  record Buffered(BufferedImage image) implements ImageData {}

  /**
   * Pixels as bytes.
   *
   * @param stride from the beginning of one row to that of the next
   */
  record Pixels(byte[] bytes, PixelOrder order, int height, int width, int stride)
      implements ImageData {}

  /** What the network takes: RGB in [0,1], height x width x 3, not to be resampled. */
  record Floats(float[] rgb, int height, int width) implements ImageData {}
}
