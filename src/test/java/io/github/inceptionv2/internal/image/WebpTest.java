package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/**
 * WebP files are decoded; they are put together here around pictures that the optional library
 * compresses.
 */
class WebpTest {

  private static final int RED = 0xffff0000;

  @Test
  void lossless_withAlpha_isLaidOnWhite() throws Exception {
    BufferedImage image = picture(20, 10, 0x80000000);
    byte[] rgb = pixels(compress(image), 10, 20);

    assertEquals(127, rgb[0] & 0xff, 1);
  }

  /** The pixels stored at the bottom left belong at the top left in orientation 6. */
  @Test
  void exif_turned_isUpright() throws Exception {
    BufferedImage image = picture(20, 10, 0xff000000);
    image.setRGB(0, 9, RED);
    byte[] tiff = {
      'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0
    };
    byte[] file = extended(0x18, 20, 10, chunks(compress(image)), chunk("EXIF", tiff));
    byte[] rgb = pixels(file, 20, 10);

    assertEquals(255, rgb[0] & 0xff);
    assertEquals(0, rgb[3] & 0xff);
  }

  /** A frame of 4x2 red pixels at 6, 4 on a canvas of 20x10; the rest is white. */
  @Test
  void animation_firstFrame_isPlacedOnItsCanvas() throws Exception {
    byte[] rgb = pixels(animation(6, 4), 10, 20);

    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 20; x++) {
        boolean isFrame = y >= 4 && y < 6 && x >= 6 && x < 10;
        assertEquals(isFrame ? 0 : 255, rgb[(y * 20 + x) * 3 + 1] & 0xff, x + ", " + y);
      }
    }
  }

  @Test
  void animation_frameBeyondItsCanvas_isRefused() {
    var e = assertThrows(UnreadableImageException.class, () -> pixels(animation(18, 4), 10, 20));
    assertEquals("is a WebP with a frame that exceeds its canvas", e.getMessage());
  }

  @Test
  void truncated_atEveryByte_givesAnImageOrAReason() throws Exception {
    byte[] whole = animation(6, 4);
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      for (int length = 0; length < whole.length; length++) {
        ImageData part = new ImageData.Encoded(Arrays.copyOf(whole, length));
        try {
          Decoded.of(pipeline, part, View.ALL);
        } catch (UnreadableImageException e) {
          assertTrue(e.getMessage().startsWith("is "), e.getMessage());
        }
      }
    }
  }

  private static byte[] animation(int left, int top) throws Exception {
    ByteBuffer frame = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    uint24(frame, left / 2);
    uint24(frame, top / 2);
    uint24(frame, 3);
    uint24(frame, 1);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(frame.array());
    data.writeBytes(chunks(compress(picture(4, 2, RED))));
    return extended(0x12, 20, 10, chunk("ANIM", new byte[6]), chunk("ANMF", data.toByteArray()));
  }

  private static BufferedImage picture(int width, int height, int argb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, argb);
    }
    return image;
  }

  static byte[] compress(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("webp").next();
    ImageWriteParam lossless = writer.getDefaultWriteParam();
    lossless.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    lossless.setCompressionType("Lossless");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), lossless);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  /** Returns the chunks after the file's header. */
  private static byte[] chunks(byte[] file) {
    return Arrays.copyOfRange(file, 12, file.length);
  }

  private static byte[] extended(int flags, int width, int height, byte[]... chunks) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(flags);
    uint24(header, width - 1);
    uint24(header, height - 1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(chunk("VP8X", header.array()));
    for (byte[] chunk : chunks) {
      body.writeBytes(chunk);
    }
    return chunk("RIFF", body.toByteArray());
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk =
        ByteBuffer.allocate(8 + data.length + data.length % 2).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
    return chunk.array();
  }

  private static void uint24(ByteBuffer to, int value) {
    to.putShort((short) value).put((byte) (value >> 16));
  }

  private static byte[] pixels(byte[] file, int height, int width) throws Exception {
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      Decoded pixels = Decoded.of(pipeline, new ImageData.Encoded(file), View.ALL);
      assertEquals(height + "x" + width, pixels.height() + "x" + pixels.width());
      return pixels.rgb();
    }
  }
}
