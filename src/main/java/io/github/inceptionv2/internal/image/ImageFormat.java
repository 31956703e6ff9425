package io.github.inceptionv2.internal.image;

import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats that can be decoded. A file's format depends on its first bytes, not on its name. */
enum ImageFormat {
  JPEG("JPEG", 0, "ffd8ff"),
  PNG("PNG", 0, "89504e470d0a1a0a"),
  GIF("GIF", 0, "47494638"),
  BMP("BMP", 0, "424d"),
  WEBP("WebP", 8, "57454250"),

  /** A format that a {@code javax.imageio} reader decodes; it has no fixed signature. */
  OTHER("raster image", 0, "");

  /** The names of all formats but {@link #OTHER}, for messages. */
  static final String NAMES = "JPEG, PNG, GIF, BMP or WebP";

  private final String displayName;
  private final int offset;
  private final byte[] signature;

  ImageFormat(String displayName, int offset, String hex) {
    this.displayName = displayName;
    this.offset = offset;
    this.signature = HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return displayName;
  }

  static Optional<ImageFormat> of(byte[] file) {
    return Stream.of(values())
        .filter(format -> format != OTHER)
        .filter(format -> UnsupportedFormat.hasAt(file, format.offset, format.signature))
        .findFirst();
  }
}
