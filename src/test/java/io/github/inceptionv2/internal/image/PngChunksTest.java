package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG chunks other than pixels and palette turn the image, are ignored, or are refused. */
class PngChunksTest {

  private static final int HEADER_END = 33;
  private static final int EXIF = 0x65584966;
  private static final int TEXT = 0x74455874;
  private static final int COMPRESSED = 0x7a545874;
  private static final int INTERNATIONAL = 0x69545874;
  private static final int FRAME_DATA = 0x66644154;
  private static final String KEYWORD = "Raw profile type exif";

  /**
   * The EXIF data that ImageMagick writes after the letters "Exif", with a placeholder for the
   * orientation.
   */
  private static final String TIFF = "49492a000800000001001201030001000000%02d00000000000000";

  static Stream<byte[]> profiles() throws IOException {
    String text = profile("exif", "457869660000" + TIFF.formatted(6));
    return Stream.of(
        insert(COMPRESSED, data(KEYWORD, new byte[] {0}, deflate(text))),
        insert(COMPRESSED, data("RAW profile type APP1", new byte[] {0}, deflate(text))),
        insert(TEXT, data(KEYWORD, text.getBytes(StandardCharsets.US_ASCII))),
        insert(TEXT, data(KEYWORD, profile("exif", TIFF.formatted(6)).getBytes("ASCII"))),
        insert(TEXT, data(KEYWORD, text.replace("\n", "\r\n").getBytes("ASCII"))),
        insert(INTERNATIONAL, data(KEYWORD, new byte[4], text.getBytes("ASCII"))),
        insert(INTERNATIONAL, data(KEYWORD, new byte[] {1, 0, 'e', 'n', 0, 0}, deflate(text))),
        // truncated after the directory, which still counts
        insert(COMPRESSED, Arrays.copyOf(data(KEYWORD, new byte[] {0}, deflate(text)), 75)),
        insert(EXIF, HexFormat.of().parseHex(TIFF.formatted(6))));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_ofExif_turnsTheImage(byte[] png) throws Exception {
    assertEquals(6, HeaderReader.read(png, ImageSettings.DEFAULT).orientation());
    Decoded plain = decode(Golden.png(1, 24, 40));
    Decoded turned = decode(png);
    assertEquals(40, turned.height());
    assertEquals(24, turned.width());
    int topRight = 3 * (turned.width() - 1);
    assertArrayEquals(
        Arrays.copyOf(plain.rgb(), 3),
        Arrays.copyOfRange(turned.rgb(), topRight, topRight + 3),
        "what was stored at the top left is at the top right");
  }

  @Test
  void profile_besideAnExifChunk_isIgnored() throws Exception {
    byte[] exif = HexFormat.of().parseHex(TIFF.formatted(3));
    byte[] text = profile("exif", TIFF.formatted(6)).getBytes(StandardCharsets.US_ASCII);
    byte[] png = insert(insert(Golden.png(1, 24, 40), EXIF, exif), TEXT, data(KEYWORD, text));
    assertEquals(3, HeaderReader.read(png, ImageSettings.DEFAULT).orientation());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\nexif\n",
        "\nexif\n      12\n",
        "\nexif\n12\nzz",
        "\nexif\n99999999\n4949",
        "exif"
      })
  void profile_damaged_isIgnored(String text) throws Exception {
    for (int type : new int[] {TEXT, COMPRESSED, INTERNATIONAL}) {
      for (byte[] rest : new byte[][] {text.getBytes(StandardCharsets.US_ASCII), deflate(text)}) {
        byte[] png = insert(type, data(KEYWORD, new byte[] {0}, rest));
        assertEquals(1, HeaderReader.read(png, ImageSettings.DEFAULT).orientation());
      }
      assertEquals(
          1, HeaderReader.read(insert(type, new byte[0]), ImageSettings.DEFAULT).orientation());
      byte[] keyword = KEYWORD.getBytes(StandardCharsets.US_ASCII);
      assertEquals(
          1, HeaderReader.read(insert(type, keyword), ImageSettings.DEFAULT).orientation());
    }
  }

  /** A megabyte that inflates to a thousand megabytes of zeros. */
  @Test
  void profile_thatInflatesToAGigabyte_costsNothing() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 1000; i++) {
        out.write(block);
      }
    }
    byte[] png = insert(COMPRESSED, data(KEYWORD, new byte[] {0}, bomb.toByteArray()));
    long start = System.nanoTime();
    assertEquals(1, HeaderReader.read(png, ImageSettings.DEFAULT).orientation());
    assertTrue(System.nanoTime() - start < 2_000_000_000L, "inflated all of it");
  }

  /** The first picture of an animation is decoded, however long the animation is. */
  @Test
  void animation_largerThanTheMetadataLimit_isDecoded() throws Exception {
    ByteBuffer png = ByteBuffer.allocate(45_000_000);
    byte[] still = Golden.png(1, 24, 40);
    int end = still.length - 12;
    png.put(still, 0, HEADER_END);
    ExtremeImages.putChunk(png, 0x6163544c, new byte[] {0, 0, 0, 40, 0, 0, 0, 0});
    ExtremeImages.putChunk(png, 0x6663544c, new byte[26]);
    png.put(still, HEADER_END, end - HEADER_END);
    for (int i = 0; i < 39; i++) {
      ExtremeImages.putChunk(png, FRAME_DATA, new byte[1_000_000]);
    }
    png.put(still, end, 12);
    byte[] file = Arrays.copyOf(png.array(), png.position());

    assertArrayEquals(decode(still).rgb(), decode(file).rgb());
  }

  @Test
  void text_largerThanTheMetadataLimit_isRefused() throws Exception {
    byte[] png = insert(TEXT, new byte[(32 << 20) + 1]);
    var e =
        assertThrows(
            UnreadableImageException.class, () -> HeaderReader.read(png, ImageSettings.DEFAULT));
    assertTrue(e.getMessage().contains("bytes of metadata"), e.getMessage());
  }

  private static String profile(String name, String hex) {
    return "\n" + name + "\n" + "%8d".formatted(hex.length() / 2) + "\n" + hex + "\n";
  }

  private static byte[] deflate(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static byte[] data(String keyword, byte[]... parts) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(keyword.getBytes(StandardCharsets.US_ASCII));
    data.write(0);
    for (byte[] part : parts) {
      data.writeBytes(part);
    }
    return data.toByteArray();
  }

  private static byte[] insert(int type, byte[] data) throws IOException {
    return insert(Golden.png(1, 24, 40), type, data);
  }

  /** Inserts a chunk after the header. */
  private static byte[] insert(byte[] png, int type, byte[] data) {
    ByteBuffer longer = ByteBuffer.allocate(png.length + data.length + 12);
    longer.put(png, 0, HEADER_END);
    ExtremeImages.putChunk(longer, type, data);
    return longer.put(png, HEADER_END, png.length - HEADER_END).array();
  }

  private static Decoded decode(byte[] png) throws Exception {
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      return Decoded.of(pipeline, new ImageData.Encoded(png), View.ALL);
    }
  }
}
