package io.github.inceptionv2.internal.image;

/**
 * How an image is brought to the network's size.
 *
 * @param geometry which part of it is taken
 * @param filter how pixels between pixels are found
 */
public record Resampling(Geometry geometry, Filter filter) {

  /** Looks at single pixels, so that nothing may be decoded at a smaller size. */
  static final Resampling EXACT = new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR);

  /** Which part of an image is taken. */
  public enum Geometry {
    /** All of it, stretched. */
    STRETCH,
    /**
     * All but a sixteenth, rounded down, on each side: TensorFlow's {@code central_crop(0.875)}.
     */
    CENTRAL_CROP,
    /** The middle, after the image was scaled to 256/224 of the size on its shorter side. */
    SHORT_SIDE_CROP,
    /** All of it, with its aspect ratio kept and bars around. */
    FIT
  }

  /** How pixels between pixels are found. */
  public enum Filter {
    /**
     * Of the four neighbours; output y reads input y * height / size: {@code
     * tf.compat.v1.image.resize_bilinear(align_corners=False)}.
     */
    LEGACY_BILINEAR,
    /** Of the four neighbours, with pixel centres aligned: {@code tf.image.resize}. */
    BILINEAR,
    /** Of all pixels that fall into one: {@code tf.image.resize(antialias=True)}. */
    ANTIALIASED,
    /** The same, rounded to whole numbers 0..255 as Pillow's images are. */
    ANTIALIASED_8_BIT;

    boolean isAntialiased() {
      return this == ANTIALIASED || this == ANTIALIASED_8_BIT;
    }
  }

  /** A rectangle of the image and how it is laid onto the output. */
  record Placement(int top, int left, int height, int width, Scale vertical, Scale horizontal) {

    /** Returns this placement in a larger image, which holds the present one at the given place. */
    Placement movedBy(int rows, int columns) {
      return new Placement(top + rows, left + columns, height, width, vertical, horizontal);
    }
  }

  /** Output position = {@code factor} * input position + {@code offset}. */
  record Scale(float factor, float offset) {}

  /** Where the pixels of an output of the given size come from. */
  Placement place(int height, int width, int outHeight, int outWidth) {
    return switch (geometry) {
      case STRETCH -> crop(0, 0, height, width, outHeight, outWidth);
      case CENTRAL_CROP -> {
        // For 0.875 TensorFlow's formulas, old and new, all come to a sixteenth, rounded down.
        int top = height / 16;
        int left = width / 16;
        yield crop(top, left, height - 2 * top, width - 2 * left, outHeight, outWidth);
      }
      case SHORT_SIDE_CROP -> shortSide(height, width, outHeight, outWidth);
      case FIT -> fit(height, width, outHeight, outWidth);
    };
  }

  private static Placement crop(
      int top, int left, int height, int width, int outHeight, int outWidth) {
    return new Placement(
        top,
        left,
        height,
        width,
        new Scale((float) outHeight / height, 0),
        new Scale((float) outWidth / width, 0));
  }

  private static Placement shortSide(int height, int width, int outHeight, int outWidth) {
    double factor =
        Math.max(resized(outHeight) / (double) height, resized(outWidth) / (double) width);
    Side rows = Side.centre(height, factor, outHeight);
    Side columns = Side.centre(width, factor, outWidth);
    return new Placement(
        rows.begin(), columns.begin(), rows.size(), columns.size(), rows.scale(), columns.scale());
  }

  /** The pixels along one side that are taken, and how they are laid onto the output. */
  private record Side(int begin, int size, Scale scale) {

    /** Sides that would become longer than this are cut first, so that positions stay exact. */
    private static final long MAX_RESIZED = 1 << 16;

    /** The middle of a side that is scaled by {@code factor}, and to 256/224 at least. */
    static Side centre(int size, double factor, int out) {
      long resized = (long) Math.max(resized(out), size * factor);
      // rint: to even, as Python rounds
      double offset = -Math.rint((resized - out) / 2.0);
      Side whole = new Side(0, size, new Scale((float) resized / size, (float) offset));
      return resized <= MAX_RESIZED ? whole : whole.cut(resized / (double) size, offset, out);
    }

    /** Leaves out all that no filter looks at for the output. */
    private Side cut(double factor, double offset, int out) {
      double margin = 2 + 1 / factor;
      int from = (int) Math.max(0, Math.floor(-offset / factor - margin));
      int to = (int) Math.min(size, Math.ceil((out - offset) / factor + margin));
      return new Side(from, to - from, new Scale((float) factor, (float) (offset + from * factor)));
    }
  }

  private static Placement fit(int height, int width, int outHeight, int outWidth) {
    double factor = Math.min(outHeight / (double) height, outWidth / (double) width);
    return new Placement(
        0,
        0,
        height,
        width,
        middle(height, (int) Math.max(1, Math.rint(height * factor)), outHeight),
        middle(width, (int) Math.max(1, Math.rint(width * factor)), outWidth));
  }

  private static Scale middle(int size, int resized, int out) {
    return new Scale((float) resized / size, (out - resized) / 2);
  }

  /** 256 for 224. */
  static int resized(int size) {
    return (int) Math.rint(size * 256 / 224.0);
  }
}
