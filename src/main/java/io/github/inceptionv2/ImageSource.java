package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImageData;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An image in one of the forms an application has it in, and a name for messages.
 *
 * <p>Files and JDK images are cropped and resized by the model's {@link Preprocessing}; {@link
 * #ofRgb} is fed to the network as it is. Nothing is copied: what was handed over must not change
 * until the call that uses it returns. Then safe for use by several threads.
 */
public final class ImageSource {

  private final String name;
  private final ImageData data;
  private final ImageSize fixedSize;

  private ImageSource(String name, ImageData data, ImageSize fixedSize) {
    this.name = name;
    this.data = data;
    this.fixedSize = fixedSize;
  }

  /** Returns a JPEG, PNG, GIF (its first frame) or BMP file, which is read when it is needed. */
  public static ImageSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return new ImageSource(file.toString(), new ImageData.File(file), null);
  }

  /** Returns the bytes of a JPEG, PNG, GIF (its first frame) or BMP file. */
  public static ImageSource of(byte[] file) {
    Objects.requireNonNull(file, "file");
    return new ImageSource(file.length + " bytes", new ImageData.Encoded(file), null);
  }

  /**
   * Returns an image of the JDK. Gray levels are taken as they stand (the JDK itself would brighten
   * them); alpha is left out.
   */
  public static ImageSource of(BufferedImage image) {
    Objects.requireNonNull(image, "image");
    String name = "image of " + image.getWidth() + "x" + image.getHeight() + " pixels";
    return new ImageSource(name, new ImageData.Buffered(image), null);
  }

  /**
   * Returns the network's input itself, which is neither cropped nor resized.
   *
   * @param rgb rows from top to bottom, pixels from left to right, each red, green and blue, in
   *     [0,1]
   * @param height in pixels, and {@code width} likewise; the network takes any {@link ImageSize}
   * @throws IllegalArgumentException if the length is not {@code height * width * 3}, the network
   *     cannot take the size, or a value is not in [0,1]
   */
  public static ImageSource ofRgb(float[] rgb, int height, int width) {
    ImageSize size = new ImageSize(height, width);
    if (rgb.length != height * width * 3) {
      throw new IllegalArgumentException(
          "rgb has " + rgb.length + " values, expected " + height * width * 3 + " for " + size);
    }
    for (int i = 0; i < rgb.length; i++) {
      if (!(rgb[i] >= 0 && rgb[i] <= 1)) {
        throw new IllegalArgumentException(
            "rgb[" + i + "] (" + rgb[i] + ") must be from 0 to 1; divide bytes by 255");
      }
    }
    return new ImageSource("rgb of " + size, new ImageData.Floats(rgb, height, width), size);
  }

  /** Returns the same image with a name that messages and results will use. */
  public ImageSource named(String name) {
    return new ImageSource(Objects.requireNonNull(name, "name"), data, fixedSize);
  }

  /** Returns the file's path, or what was given to {@link #named}, or a description. */
  public String name() {
    return name;
  }

  ImageData data() {
    return data;
  }

  /** The size at which this image enters a network that prepares others at {@code usual}. */
  ImageSize size(ImageSize usual) {
    return fixedSize == null ? usual : fixedSize;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
