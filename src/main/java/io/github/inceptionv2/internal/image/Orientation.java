package io.github.inceptionv2.internal.image;

/**
 * A rotation or reflection of an image: an optional exchange of rows and columns, followed by
 * optional flips from left to right and from top to bottom.
 */
record Orientation(boolean transposes, boolean flipsColumns, boolean flipsRows) {

  static final Orientation NONE = new Orientation(false, false, false);

  /**
   * Returns the turn that makes an image upright.
   *
   * @param value the EXIF orientation, 1 to 8
   */
  static Orientation ofExif(int value) {
    return new Orientation(
        value >= 5,
        value == 2 || value == 3 || value == 6 || value == 7,
        value == 3 || value == 4 || value == 7 || value == 8);
  }

  /** Returns a clockwise rotation by the given number of quarter turns. */
  static Orientation clockwise(int quarters) {
    int[] exif = {1, 6, 3, 8};
    return ofExif(exif[Math.floorMod(quarters, 4)]);
  }

  /** Returns this turn followed by {@code next}. */
  Orientation then(Orientation next) {
    boolean columns = next.transposes ? flipsRows : flipsColumns;
    boolean rows = next.transposes ? flipsColumns : flipsRows;
    return new Orientation(
        transposes ^ next.transposes, columns ^ next.flipsColumns, rows ^ next.flipsRows);
  }
}
