package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImageSettings;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * Settings for reading image files, and limits that reject files before they cost memory or time.
 * Immutable, serializable and thread-safe.
 *
 * <p>The {@link #defaults}:
 *
 * <ul>
 *   <li>{@code maxPixels} 75,000,000: the maximum number of pixels of an image, either decoded or
 *       passed as raw pixels. Pixels of files with alpha, CMYK JPEGs and JPEGs with several scans
 *       count twice. A larger JPEG with one scan is decoded at 1/2, 1/4 or 1/8 of its size if it
 *       then has at most a quarter of {@code maxPixels}; presets that sample individual pixels then
 *       sample averages of 4 to 64 pixels instead
 *   <li>{@code maxBytes} 268,435,456: the maximum size of a file
 *   <li>{@code maxScans} 100: the maximum number of scans of a JPEG
 *   <li>{@code maxMetadataBytes} 33,554,432: the maximum total size of all APP and COM segments of
 *       a JPEG, or of all chunks of a PNG other than pixels, palette and animation frames
 *   <li>the EXIF orientation is applied
 *   <li>{@code decodesReduced} false: JPEGs are decoded at their full size, unless the preset
 *       averages pixels or the JPEG has too many pixels
 *   <li>transparent pixels are composited on white
 *   <li>{@code acceptsIncomplete} false: a truncated JPEG or PNG is rejected
 *   <li>{@code readsOtherFormats} false: JPEG, PNG, GIF, BMP and WebP only
 * </ul>
 *
 * <p>Only the first frame of an animation is read.
 */
public final class ImageOptions implements Serializable {

  private static final long serialVersionUID = 1;

  private static final ImageOptions DEFAULTS = new ImageOptions(ImageSettings.DEFAULT);

  private final ImageSettings settings;

  private ImageOptions(ImageSettings settings) {
    this.settings = settings;
  }

  /** Rejects an altered stream without settings. Settings check their own values. */
  private Object readResolve() throws InvalidObjectException {
    if (settings == null) {
      throw new InvalidObjectException("damaged image options: the settings are missing");
    }
    return this;
  }

  /** Returns the default options, which are listed above. */
  public static ImageOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder(ImageSettings.DEFAULT);
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /** Returns the maximum size of a file in bytes. */
  public long maxBytes() {
    return settings.maxBytes();
  }

  ImageSettings settings() {
    return settings;
  }

  /** Returns all settings. */
  @Override
  public String toString() {
    return settings.toString().replace("ImageSettings", "ImageOptions");
  }

  /** Builds {@link ImageOptions}. Not thread-safe. */
  public static final class Builder {

    private static final int DROP_ALPHA = -1;

    private long maxPixels;
    private long maxBytes;
    private int maxScans;
    private long maxMetadataBytes;
    private boolean isUpright;
    private boolean isReduced;
    private int background;
    private boolean acceptsIncomplete;
    private boolean readsOtherFormats;

    private Builder(ImageSettings start) {
      maxPixels = start.maxPixels();
      maxBytes = start.maxBytes();
      maxScans = start.maxScans();
      maxMetadataBytes = start.maxMetadataBytes();
      isUpright = start.isUpright();
      isReduced = start.isReduced();
      background = start.background();
      acceptsIncomplete = start.acceptsIncomplete();
      readsOtherFormats = start.readsOtherFormats();
    }

    /** Sets the maximum number of pixels of a decoded image, at least 1. */
    public Builder maxPixels(long count) {
      maxPixels = positive(count, "maxPixels");
      return this;
    }

    /** Sets the maximum size of a file in bytes, at least 1. */
    public Builder maxBytes(long count) {
      maxBytes = positive(count, "maxBytes");
      return this;
    }

    /** Sets the maximum number of scans of a progressive JPEG, at least 1. */
    public Builder maxScans(int count) {
      maxScans = (int) positive(count, "maxScans");
      return this;
    }

    /** Sets the maximum size of a JPEG's or PNG's metadata in bytes, at least 1. */
    public Builder maxMetadataBytes(long count) {
      maxMetadataBytes = positive(count, "maxMetadataBytes");
      return this;
    }

    /** Sets whether the EXIF orientation is applied. */
    public Builder appliesOrientation(boolean applies) {
      isUpright = applies;
      return this;
    }

    /**
     * Sets whether a large JPEG is decoded at 1/2, 1/4 or 1/8 of its size, provided that the part
     * that enters the network stays at least as large as the network's input. This saves most of
     * the time and memory for photographs of 1 megapixel or more.
     *
     * <p>Presets without antialiasing then sample averages of 4 to 64 pixels instead of individual
     * pixels, and the image shifts by up to half a pixel of the network's input. The input
     * therefore differs from the input at full size, as with OpenCV's {@code
     * IMREAD_REDUCED_COLOR_8}. An image that the caller crops with {@link ImageSource#region} is
     * decoded at full size.
     */
    public Builder decodesReduced(boolean reduces) {
      isReduced = reduces;
      return this;
    }

    /**
     * Sets the colour that transparent pixels are composited on.
     *
     * @param rgb {@code 0xRRGGBB}
     */
    public Builder background(int rgb) {
      if ((rgb & 0xff000000) != 0) {
        throw new IllegalArgumentException(
            "background (0x" + Integer.toHexString(rgb) + ") must be from 0 to 0xffffff");
      }
      background = rgb;
      return this;
    }

    /** Ignores alpha: transparent pixels show their stored colour. */
    public Builder dropAlpha() {
      background = DROP_ALPHA;
      return this;
    }

    /**
     * Sets whether a truncated JPEG or PNG, such as one from an interrupted transfer, is decoded as
     * far as possible. The missing part is gray, and {@link ImageResult#isIncomplete} is true.
     * Methods that return a plain value, such as {@link InceptionV2#classify(ImageSource, int)}, do
     * not report it: use a {@link Batch} or an {@link ImageStream}. A file without any pixels, or
     * with damage in its middle, is rejected.
     */
    public Builder acceptsIncomplete(boolean accepts) {
      acceptsIncomplete = accepts;
      return this;
    }

    /**
     * Sets whether files in other formats are read by {@code javax.imageio}: TIFF by the JDK, HEIF
     * or AVIF by a reader that the application provides. {@code maxBytes} and {@code maxPixels}
     * apply; pixels of an image with alpha, or with more than 4 bytes per pixel, count twice. Use
     * this only with readers that you trust with these files: a reader may contain native code.
     */
    public Builder readsOtherFormats(boolean reads) {
      readsOtherFormats = reads;
      return this;
    }

    /** Returns the options. */
    public ImageOptions build() {
      return new ImageOptions(
          new ImageSettings(
              maxPixels,
              maxBytes,
              maxScans,
              maxMetadataBytes,
              isUpright,
              isReduced,
              background,
              acceptsIncomplete,
              readsOtherFormats));
    }

    private static long positive(long value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " (" + value + ") must be positive");
      }
      return value;
    }
  }
}
