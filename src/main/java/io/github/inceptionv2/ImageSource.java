package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImageData;
import io.github.inceptionv2.internal.image.PixelOrder;
import io.github.inceptionv2.internal.image.View;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An image in one of the forms an application has it in, and a name for messages. Immutable.
 *
 * <p>Everything but {@link #ofRgb} is turned upright, cropped and resized by the model's {@link
 * ImageOptions} and {@link Preprocessing}. Unless said otherwise nothing is copied: what was handed
 * over must not change until the call that uses it returns. Then safe for use by several threads.
 */
public final class ImageSource {

  /** How raw bytes make up pixels. */
  public enum PixelFormat {
    /** Three bytes: red, green, blue. */
    RGB(PixelOrder.RGB),
    /** Three bytes: blue, green, red, as OpenCV has them. */
    BGR(PixelOrder.BGR),
    /** Four bytes: red, green, blue, alpha; not premultiplied. */
    RGBA(PixelOrder.RGBA),
    /** Four bytes: blue, green, red, alpha; not premultiplied. */
    BGRA(PixelOrder.BGRA),
    /** One byte: a gray level. */
    GRAY(PixelOrder.GRAY);

    private final PixelOrder order;

    PixelFormat(PixelOrder order) {
      this.order = order;
    }

    /** Returns the bytes of a pixel. */
    public int byteCount() {
      return order.size();
    }

    PixelOrder order() {
      return order;
    }
  }

  private final String name;
  private final ImageData data;
  private final View view;
  private final ImageSize fixedSize;

  private ImageSource(String name, ImageData data, View view, ImageSize fixedSize) {
    this.name = name;
    this.data = data;
    this.view = view;
    this.fixedSize = fixedSize;
  }

  private static ImageSource of(String name, ImageData data) {
    return new ImageSource(name, data, View.ALL, null);
  }

  /** Returns a JPEG, PNG, GIF, BMP or WebP file, which is read when it is needed. */
  public static ImageSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return of(file.toString(), new ImageData.File(file));
  }

  /** Returns the bytes of a JPEG, PNG, GIF, BMP or WebP file. */
  public static ImageSource of(byte[] file) {
    Objects.requireNonNull(file, "file");
    return of(file.length + " bytes", new ImageData.Encoded(file));
  }

  /**
   * Returns the remaining bytes of a buffer, of a JPEG, PNG, GIF, BMP or WebP file; copies them.
   */
  public static ImageSource of(ByteBuffer file) {
    Objects.requireNonNull(file, "file");
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return of(bytes);
  }

  /**
   * Reads a stream to its end, of a JPEG, PNG, GIF, BMP or WebP file; the stream stays the caller's
   * to close.
   *
   * @throws IOException if the stream fails, or has more than 256 MiB
   */
  public static ImageSource read(InputStream file) throws IOException {
    Objects.requireNonNull(file, "file");
    int most = (int) ImageOptions.defaults().settings().maxBytes();
    byte[] bytes = file.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IOException(
          "the image stream has more than "
              + most
              + " bytes; put it into a file, and set maxBytes of ImageOptions");
    }
    return of(bytes);
  }

  /**
   * Returns an image of the JDK, of any type. Gray levels are taken as they stand, where the JDK
   * itself would brighten them.
   */
  public static ImageSource of(BufferedImage image) {
    Objects.requireNonNull(image, "image");
    String name = "image of " + image.getWidth() + "x" + image.getHeight() + " pixels";
    return of(name, new ImageData.Buffered(image));
  }

  /**
   * Returns pixels as bytes from 0 to 255, rows from top to bottom.
   *
   * @param width in pixels, before {@code height} as in all of this library and the JDK; of pixels
   *     without gaps, swapped sides are refused by the stride or the length
   * @param height in pixels
   * @param stride bytes from the beginning of one row to that of the next
   * @throws IllegalArgumentException if the pixels do not lie inside {@code pixels}
   */
  public static ImageSource ofPixels(
      byte[] pixels, PixelFormat format, int width, int height, int stride) {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(format, "format");
    long row = (long) width * format.byteCount();
    long needed = (height - 1L) * stride + row;
    if (height < 1 || width < 1 || stride < row || needed > pixels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%dx%d pixels of %s with a stride of %d need %d bytes, but there are %d",
              width,
              height,
              format,
              stride,
              needed,
              pixels.length));
    }
    return of(
        "pixels of " + width + "x" + height,
        new ImageData.Pixels(pixels, format.order(), height, width, stride));
  }

  /**
   * Returns the network's input itself, which is neither cropped nor resized.
   *
   * @param rgb rows from top to bottom, pixels from left to right, each red, green and blue, in
   *     [0,1]
   * @throws IllegalArgumentException if the length is not {@code width * height * 3}, or a value is
   *     not in [0,1]
   */
  public static ImageSource ofRgb(float[] rgb, ImageSize size) {
    Objects.requireNonNull(rgb, "rgb");
    int expected = size.width() * size.height() * 3;
    if (rgb.length != expected) {
      throw new IllegalArgumentException(
          "rgb has " + rgb.length + " values, expected " + expected + " for " + size);
    }
    for (int i = 0; i < rgb.length; i++) {
      if (!(rgb[i] >= 0 && rgb[i] <= 1)) {
        throw new IllegalArgumentException(
            "rgb[" + i + "] (" + rgb[i] + ") must be from 0 to 1; divide bytes by 255");
      }
    }
    ImageData data = new ImageData.Floats(rgb, size.height(), size.width());
    return new ImageSource("rgb of " + size, data, View.ALL, size);
  }

  /** Returns the same image with a name that messages and results will use. */
  public ImageSource named(String name) {
    return new ImageSource(Objects.requireNonNull(name, "name"), data, view, fixedSize);
  }

  /**
   * Returns the same image turned clockwise, after its EXIF orientation was applied.
   *
   * @param degrees a multiple of 90, added to earlier turns
   * @throws IllegalArgumentException if it is none
   * @throws UnsupportedOperationException if this is the network's input itself, or a region
   */
  public ImageSource rotated(int degrees) {
    if (degrees % 90 != 0) {
      throw new IllegalArgumentException("degrees (" + degrees + ") must be a multiple of 90");
    }
    checkChangeable();
    int turns = Math.floorMod(view.quarterTurns() + degrees / 90, 4);
    return new ImageSource(name, data, new View(turns, Optional.empty()), null);
  }

  /**
   * Returns a rectangle of the upright and rotated image, in pixels. That it lies inside is checked
   * when the image is read.
   *
   * @throws UnsupportedOperationException if this is the network's input itself, or a region
   */
  public ImageSource region(int left, int top, int width, int height) {
    if (left < 0 || top < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "region of %dx%d pixels at %d, %d must lie inside the image",
              width,
              height,
              left,
              top));
    }
    checkChangeable();
    View.Region region = new View.Region(left, top, width, height);
    return new ImageSource(name, data, new View(view.quarterTurns(), Optional.of(region)), null);
  }

  private void checkChangeable() {
    if (fixedSize != null || view.region().isPresent()) {
      throw new UnsupportedOperationException(
          name + (fixedSize != null ? " enters the network as it is" : " is a region already"));
    }
  }

  /** Returns the file's path, or what was given to {@link #named}, or a description. */
  public String name() {
    return name;
  }

  ImageData data() {
    return data;
  }

  View view() {
    return view;
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
