package io.github.inceptionv2.internal.image;

import java.util.HexFormat;
import java.util.Optional;

/** The formats that are recognised by their first bytes; a file's name says nothing. */
enum ImageFormat {
  JPEG("JPEG", 0, "ffd8ff"),
  PNG("PNG", 0, "89504e470d0a1a0a"),
  GIF("GIF", 0, "47494638"),
  BMP("BMP", 0, "424d"),
  WEBP("WebP", 8, "57454250"),
  TIFF_LITTLE_ENDIAN("TIFF", 0, "49492a00"),
  TIFF_BIG_ENDIAN("TIFF", 0, "4d4d002a"),
  HEIC("HEIF", 4, "6674797068656963"),
  HEIF("HEIF", 4, "667479706d696631"),
  AVIF("AVIF", 4, "6674797061766966");

  private final String displayName;
  private final int offset;
  private final byte[] signature;

  ImageFormat(String displayName, int offset, String hex) {
    this.displayName = displayName;
    this.offset = offset;
    this.signature = HexFormat.of().parseHex(hex);
  }

  /** Whether there is a decoder for it. */
  boolean isDecodable() {
    return compareTo(WEBP) <= 0;
  }

  @Override
  public String toString() {
    return displayName;
  }

  static Optional<ImageFormat> of(byte[] file) {
    for (ImageFormat format : values()) {
      if (format.matches(file)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean matches(byte[] file) {
    if (file.length < offset + signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (file[offset + i] != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
