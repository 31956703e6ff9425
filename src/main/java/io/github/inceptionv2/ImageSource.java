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
 * An image as a file, encoded bytes or pixels, with a name for messages. Immutable.
 *
 * <p>Every image, except one from {@link #ofRgb}, is turned upright, cropped and resized according
 * to the model's {@link ImageOptions} and {@link Preprocessing}. Unless stated otherwise, nothing
 * is copied: the array or image passed in must not change until the call that uses the source
 * returns. If the array or image does not change, the source is thread-safe.
 */
public final class ImageSource {

  /** The order of the bytes in a pixel. */
  public enum PixelFormat {
    /** Three bytes: red, green, blue. */
    RGB(PixelOrder.RGB),
    /** Three bytes: blue, green, red, as in OpenCV. */
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

    /** Returns the number of bytes in a pixel. */
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

  /** Returns the image in a JPEG, PNG, GIF, BMP or WebP file, which is read on demand. */
  public static ImageSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return of(file.toString(), new ImageData.File(file));
  }

  /** Returns the image in the bytes of a JPEG, PNG, GIF, BMP or WebP file. */
  public static ImageSource of(byte[] file) {
    Objects.requireNonNull(file, "file");
    return of(file.length + " bytes", new ImageData.Encoded(file));
  }

  /**
   * Returns the image in a copy of the remaining bytes of a buffer, which contain a JPEG, PNG, GIF,
   * BMP or WebP file.
   */
  public static ImageSource of(ByteBuffer file) {
    Objects.requireNonNull(file, "file");
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return of(bytes);
  }

  /**
   * Reads a JPEG, PNG, GIF, BMP or WebP file from a stream, up to its end. The caller closes the
   * stream.
   *
   * @throws IOException if the stream fails or exceeds 256 MiB
   */
  public static ImageSource read(InputStream file) throws IOException {
    Objects.requireNonNull(file, "file");
    int most = (int) ImageOptions.defaults().settings().maxBytes();
    byte[] bytes = file.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IOException(
          "the image stream exceeds "
              + most
              + " bytes; save it to a file, and raise maxBytes of ImageOptions");
    }
    return of(bytes);
  }

  /**
   * Returns a JDK image of any type. Gray levels are used unchanged, whereas the JDK's own
   * conversion brightens them.
   */
  public static ImageSource of(BufferedImage image) {
    Objects.requireNonNull(image, "image");
    String name = "image of " + image.getWidth() + "x" + image.getHeight() + " pixels";
    return of(name, new ImageData.Buffered(image));
  }

  /**
   * Returns an image of raw pixels: bytes from 0 to 255, rows from top to bottom.
   *
   * @param width the width in pixels, which precedes the height as everywhere in this library and
   *     the JDK; if rows have no gaps between them, the stride or the array's length reveals that
   *     width and height were swapped
   * @param height the height in pixels
   * @param stride the number of bytes from the start of one row to the start of the next
   * @throws IllegalArgumentException if {@code pixels} is too short, or a size or the stride is too
   *     small
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
              "%dx%d pixels of %s with a stride of %d need %d bytes, but the array has %d",
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
   * Returns an image that the network receives unchanged: it is neither cropped nor resized.
   *
   * @param rgb values in [0,1]: rows from top to bottom, pixels from left to right, and red, green
   *     and blue of each pixel
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

  /** Returns this image with another name for messages and results. */
  public ImageSource named(String name) {
    return new ImageSource(Objects.requireNonNull(name, "name"), data, view, fixedSize);
  }

  /**
   * Returns this image rotated clockwise, after its EXIF orientation is applied.
   *
   * @param degrees a multiple of 90, added to earlier rotations
   * @throws IllegalArgumentException if {@code degrees} is not a multiple of 90
   * @throws UnsupportedOperationException if this image is from {@link #ofRgb} or is already a
   *     region
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
   * Returns a rectangle of the upright and rotated image, in pixels. Its bounds are checked against
   * the image when the image is read.
   *
   * @throws UnsupportedOperationException if this image is from {@link #ofRgb} or is already a
   *     region
   */
  public ImageSource region(int left, int top, int width, int height) {
    if (left < 0 || top < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "region of %dx%d pixels at %d, %d must be inside the image",
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
          name
              + " cannot be rotated or cropped, because it is "
              + (fixedSize != null
                  ? "the network's input (ofRgb); change the pixels instead"
                  : "already a region; rotate or crop the original image instead"));
    }
  }

  /** Returns the name set by {@link #named}, or else the file's path or a description. */
  public String name() {
    return name;
  }

  ImageData data() {
    return data;
  }

  View view() {
    return view;
  }

  /** Returns this image's fixed input size, or else the network's usual input size. */
  ImageSize size(ImageSize usual) {
    return fixedSize == null ? usual : fixedSize;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
