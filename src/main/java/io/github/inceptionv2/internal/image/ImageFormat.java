package io.github.inceptionv2.internal.image;

import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats that can be decoded, by their first bytes; a file's name does not matter. */
enum ImageFormat {
  JPEG("JPEG", 0, "ffd8ff"),
  PNG("PNG", 0, "89504e470d0a1a0a"),
  GIF("GIF", 0, "47494638"),
  BMP("BMP", 0, "424d"),
  WEBP("WebP", 8, "57454250"),

  /** Read by a reader of {@code javax.imageio}; no first bytes mean this format. */
  OTHER("picture", 0, "");

  /** The formats that are always read, for messages. */
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
        .filter(format -> OtherFormat.hasAt(file, format.offset, format.signature))
        .findFirst();
  }
}
