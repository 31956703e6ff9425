package io.github.inceptionv2.internal.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes formats that users try to open although they cannot be decoded, so an error can name
 * the format.
 */
final class UnsupportedFormat {

  /** The brands in ISO/IEC 23000-22 and the AV1 Image File Format. */
  private static final Set<String> AVIF = Set.of("avif", "avis", "avio", "MA1A", "MA1B");

  /**
   * The brands in ISO/IEC 23008-12: images and sequences in HEVC (also scalable and multi-view),
   * AVC and JPEG.
   */
  private static final Set<String> HEIF =
      Set.of(
          "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "avci", "avcs", "jpeg",
          "jpgs", "heif");

  /** The brands that HEIF and AVIF share. */
  private static final Set<String> IMAGE = Set.of("mif1", "mif2", "msf1", "miaf", "1pic");

  /** The maximum number of bytes read of an {@code ftyp} box; a real box lists a dozen brands. */
  private static final int MAX_FTYP_BYTES = 4096;

  private static final int MAX_TEXT_BYTES = 4096;

  private static final String VIDEO = "a video (MP4, QuickTime or similar)";

  /** Formats that no image reader can be expected to read. */
  private static final Set<String> NO_IMAGES =
      Set.of(
          VIDEO,
          "an AVI video",
          "a Matroska or WebM video",
          "a ZIP archive",
          "gzip data",
          "a PDF document",
          "PostScript");

  private UnsupportedFormat() {}

  /** A format and the bytes that identify it at a fixed offset. */
  private record Signature(String name, int offset, byte[] bytes) {

    static Signature hex(String name, String hex) {
      return new Signature(name, 0, HexFormat.of().parseHex(hex));
    }

    static Signature text(String name, String text) {
      return new Signature(name, 0, text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature("a Canon CR2 raw file", 8, new byte[] {'C', 'R', 2}),
          Signature.hex("TIFF", "49492a00"),
          Signature.hex("TIFF", "4d4d002a"),
          Signature.hex("BigTIFF", "49492b00"),
          Signature.hex("BigTIFF", "4d4d002b"),
          Signature.hex("JPEG XR", "4949bc01"),
          Signature.hex("a Panasonic raw file", "49495500"),
          Signature.text("an Olympus raw file", "IIRO"),
          Signature.text("an Olympus raw file", "IIRS"),
          Signature.text("an Olympus raw file", "MMOR"),
          Signature.text("a Fujifilm raw file", "FUJIFILMCCD-RAW"),
          Signature.hex("JPEG XL", "0000000c4a584c20"),
          Signature.hex("JPEG XL", "ff0a"),
          Signature.hex("JPEG 2000", "0000000c6a502020"),
          Signature.hex("JPEG 2000", "ff4fff51"),
          Signature.text("a Photoshop document", "8BPS"),
          Signature.text("a GIMP document", "gimp xcf"),
          Signature.hex("a Windows icon", "00000100"),
          Signature.hex("a Windows cursor", "00000200"),
          Signature.text("a PDF document", "%PDF"),
          Signature.text("PostScript", "%!PS"),
          Signature.hex("OpenEXR", "762f3101"),
          Signature.text("Radiance HDR", "#?RADIANCE"),
          Signature.hex("BPG", "425047fb"),
          Signature.text("QOI", "qoif"),
          Signature.text("FLIF", "FLIF"),
          Signature.text("a DirectDraw surface", "DDS "),
          Signature.text("DjVu", "AT&TFORM"),
          new Signature("DICOM", 128, "DICM".getBytes(StandardCharsets.US_ASCII)),
          new Signature("an AVI video", 8, "AVI ".getBytes(StandardCharsets.US_ASCII)),
          Signature.hex("a Matroska or WebM video", "1a45dfa3"),
          Signature.hex("a ZIP archive", "504b0304"),
          Signature.hex("gzip data", "1f8b08"));

  /**
   * Returns the name of a file's format if it is known but not one of {@link ImageFormat}, or
   * empty.
   */
  static Optional<String> of(byte[] file) {
    return SIGNATURES.stream()
        .filter(signature -> hasAt(file, signature.offset(), signature.bytes()))
        .map(Signature::name)
        .findFirst()
        .or(() -> ofBrands(file))
        .or(() -> ofText(file));
  }

  /**
   * Returns a message that names the format of a file that cannot be read.
   *
   * @param wayOut another remedy, which is added if the file is an image
   */
  static String problem(byte[] file, String wayOut) {
    return of(file)
        .map(
            other ->
                "is "
                    + other
                    + ", expected a "
                    + ImageFormat.NAMES
                    + "; convert it to JPEG or PNG first, for example with ImageMagick"
                    + (NO_IMAGES.contains(other) ? "" : wayOut))
        .orElseGet(
            () ->
                "is not a "
                    + ImageFormat.NAMES
                    + ": it begins with the bytes "
                    + HexFormat.ofDelimiter(" ")
                        .formatHex(Arrays.copyOf(file, Math.min(8, file.length))));
  }

  static boolean hasAt(byte[] file, int offset, byte[] bytes) {
    return file.length >= offset + bytes.length
        && Arrays.equals(file, offset, offset + bytes.length, bytes, 0, bytes.length);
  }

  /**
   * Recognizes ISO base media files by the {@code ftyp} box, which lists a major brand and
   * compatible brands.
   */
  private static Optional<String> ofBrands(byte[] file) {
    if (file.length < 12 || !text(file, 4, 4).equals("ftyp")) {
      return Optional.empty();
    }
    String major = text(file, 8, 4);
    if (AVIF.contains(major)) {
      return Optional.of("AVIF");
    } else if (HEIF.contains(major)) {
      return Optional.of("HEIF");
    } else if (major.equals("crx ")) {
      return Optional.of("a Canon CR3 raw file");
    } else if (major.equals("jp2 ") || major.equals("jpx ") || major.equals("jpm ")) {
      return Optional.of("JPEG 2000");
    }
    Set<String> brands = compatible(file);
    if (brands.stream().anyMatch(AVIF::contains)) {
      return Optional.of("AVIF");
    }
    boolean isHeif = IMAGE.contains(major) || brands.stream().anyMatch(UnsupportedFormat::isHeif);
    return Optional.of(isHeif ? "HEIF" : VIDEO);
  }

  private static boolean isHeif(String brand) {
    return HEIF.contains(brand) || IMAGE.contains(brand);
  }

  /** Returns the distinct brands after the major brand and its version. */
  private static Set<String> compatible(byte[] file) {
    int length = (file[0] & 0xff) << 24 | (file[1] & 0xff) << 16 | (file[2] & 0xff) << 8;
    length |= file[3] & 0xff;
    // 0 means up to the end of the file
    int end = length <= 0 ? MAX_FTYP_BYTES : Math.min(length, MAX_FTYP_BYTES);
    Set<String> brands = new HashSet<>();
    for (int at = 16; at + 4 <= Math.min(end, file.length); at += 4) {
      brands.add(text(file, at, 4));
    }
    return brands;
  }

  /**
   * Recognizes the portable any-map formats, and SVG after a byte order mark, a declaration or
   * comments.
   */
  private static Optional<String> ofText(byte[] file) {
    String text = text(file, 0, Math.min(file.length, MAX_TEXT_BYTES));
    if (text.matches("(?s)P[1-7]\\s.*")) {
      return Optional.of("a portable any-map (PBM, PGM, PPM, PAM)");
    }
    boolean isXml = text.matches("(?s)(\u00ef\u00bb\u00bf)?\\s*<.*");
    return isXml && text.contains("<svg") ? Optional.of("SVG") : Optional.empty();
  }

  private static String text(byte[] file, int offset, int length) {
    return new String(file, offset, length, StandardCharsets.ISO_8859_1);
  }
}
