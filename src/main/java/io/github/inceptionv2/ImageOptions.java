package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImageSettings;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * How image files are read, and which are refused before they cost memory or time. Immutable,
 * serializable, and safe for use by several threads.
 *
 * <p>{@link #defaults}:
 *
 * <ul>
 *   <li>{@code maxPixels} 75,000,000: the pixels of a decoded image or of one that is handed over
 *       as pixels; a file with alpha, a CMYK JPEG and a JPEG in several scans count twice. A larger
 *       JPEG in one scan is decoded at a half, a quarter or an eighth of its size if it then has no
 *       more than a quarter of this; presets that look at single pixels then see averages of 4 to
 *       64 pixels in their place
 *   <li>{@code maxBytes} 268,435,456: the size of a file
 *   <li>{@code maxScans} 100: the scans of a JPEG
 *   <li>{@code maxMetadataBytes} 33,554,432: what a JPEG holds in APP and COM segments, and a PNG
 *       in chunks that are not pixels, palette or frames of an animation
 *   <li>an EXIF orientation is applied
 *   <li>{@code decodesReduced} false: JPEGs are decoded at their full size, unless the preset
 *       averages pixels or the JPEG is too large
 *   <li>transparent pixels are laid on white
 *   <li>{@code acceptsIncomplete} false: a JPEG or PNG that ends early is refused
 *   <li>{@code readsOtherFormats} false: JPEG, PNG, GIF, BMP and WebP only
 * </ul>
 *
 * <p>Of an animation only the first frame is read, however many there are.
 */
public final class ImageOptions implements Serializable {

  private static final long serialVersionUID = 1;

  private static final ImageOptions DEFAULTS = new ImageOptions(ImageSettings.DEFAULT);

  private final ImageSettings settings;

  private ImageOptions(ImageSettings settings) {
    this.settings = settings;
  }

  /** The settings check themselves; a stream that was altered may have none. */
  private Object readResolve() throws InvalidObjectException {
    if (settings == null) {
      throw new InvalidObjectException("damaged image options: there are no settings");
    }
    return this;
  }

  /** Returns the options listed above. */
  public static ImageOptions defaults() {
    return DEFAULTS;
  }

  /** Begins options that start as the defaults. */
  public static Builder builder() {
    return new Builder(ImageSettings.DEFAULT);
  }

  /** Begins options that start as these. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /** Returns how many bytes a file may have. */
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

  /** Settings that become options. Not thread-safe. */
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

    /** Sets how many pixels a decoded image may have, at least 1. */
    public Builder maxPixels(long count) {
      maxPixels = positive(count, "maxPixels");
      return this;
    }

    /** Sets how many bytes a file may have, at least 1. */
    public Builder maxBytes(long count) {
      maxBytes = positive(count, "maxBytes");
      return this;
    }

    /** Sets how many scans a progressive JPEG may have, at least 1. */
    public Builder maxScans(int count) {
      maxScans = (int) positive(count, "maxScans");
      return this;
    }

    /** Sets how many bytes of a JPEG or PNG may be something else than pixels, at least 1. */
    public Builder maxMetadataBytes(long count) {
      maxMetadataBytes = positive(count, "maxMetadataBytes");
      return this;
    }

    /** Sets whether an EXIF orientation is applied. */
    public Builder appliesOrientation(boolean applies) {
      isUpright = applies;
      return this;
    }

    /**
     * Sets whether a large JPEG is decoded at a half, a quarter or an eighth of its size, as far as
     * that leaves the part that enters the network no smaller than the network's input. That saves
     * most of the time and memory of photographs from 1 megapixel on.
     *
     * <p>Presets without antialiasing then see averages of 4 to 64 pixels in the place of single
     * ones, and the picture moves by up to half a pixel of the network's input: the numbers are
     * others than those of the preset, as with OpenCV's {@code IMREAD_REDUCED_COLOR_8}. What is
     * cropped by the caller is decoded at its full size.
     */
    public Builder decodesReduced(boolean reduces) {
      isReduced = reduces;
      return this;
    }

    /**
     * Sets the colour on which transparent pixels are laid.
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

    /** Leaves alpha out: transparent pixels show the colour that is stored with them. */
    public Builder dropAlpha() {
      background = DROP_ALPHA;
      return this;
    }

    /**
     * Sets whether a JPEG or PNG that ends early, such as one of a broken transfer, is decoded as
     * far as it goes. The missing part is gray, and {@link ImageResult#isIncomplete} tells such
     * images from others. Methods that return a value alone, such as {@link
     * InceptionV2#classify(ImageSource, int)}, do not tell: use a {@link Batch} or an {@link
     * ImageStream}. A file without any pixel, or with damage in its middle, is refused.
     */
    public Builder acceptsIncomplete(boolean accepts) {
      acceptsIncomplete = accepts;
      return this;
    }

    /**
     * Sets whether files in other formats are read by {@code javax.imageio}: TIFF by the JDK, HEIF
     * or AVIF by a reader that the application brings along. {@code maxBytes} and {@code maxPixels}
     * apply; an image with alpha, or with more than 4 bytes in a pixel, counts twice. Use this only
     * with readers that you trust with the files: a reader may have native code of its own.
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
