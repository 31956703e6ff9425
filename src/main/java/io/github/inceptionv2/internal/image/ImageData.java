package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An image as the caller provides it. The contents are not copied and must not change while the
 * image is read.
 */
public sealed interface ImageData {

  /** A file, read when the image is needed. */
  record File(Path path) implements ImageData {

    Encoded read(ImageSettings settings) throws IOException, UnreadableImageException {
      if (Files.notExists(path)) {
        throw new NoSuchFileException(path.toString(), null, "there is no such file");
      }
      if (!Files.isReadable(path)) {
        if (isInLoop(path)) {
          throw new FileSystemException(
              path.toString(), null, "is in a loop of symbolic links; fix or remove the link");
        }
        throw new AccessDeniedException(path.toString(), null, "is not readable by this user");
      }
      if (!Files.isRegularFile(path)) {
        String what = Files.isDirectory(path) ? "a directory" : "not a regular file";
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

  private static boolean isInLoop(Path path) throws IOException {
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

  /** A decoded image of the JDK. */
  record Buffered(BufferedImage image) implements ImageData {}

  /**
   * Raw pixels.
   *
   * @param stride the distance between the starts of adjacent rows, in bytes
   */
  record Pixels(byte[] bytes, PixelOrder order, int height, int width, int stride)
      implements ImageData {}

  /** Input for the network, which is not resampled: RGB in [0,1], height x width x 3. */
  record Floats(float[] rgb, int height, int width) implements ImageData {}
}
