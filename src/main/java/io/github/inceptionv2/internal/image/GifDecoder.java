package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the first frame of a GIF, on its canvas.
 *
 * <p>Written here because TensorFlow paints transparent pixels black and forgets the canvas, and
 * the JDK stumbles over repeated clear codes. The format is that of CompuServe's GIF89a
 * specification.
 */
final class GifDecoder {

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;

  private final ByteBuffer file;
  private int transparent = -1;
  private byte[] globalPalette;

  private GifDecoder(ByteBuffer file) {
    this.file = file.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A frame's place on the canvas and its palette; the position is at its compressed data. */
  private record Frame(
      int left, int top, int width, int height, boolean isInterlaced, byte[] palette) {}

  static ImageHeader header(ByteBuffer file) throws UnreadableImageException {
    return new GifDecoder(file).readHeader();
  }

  private ImageHeader readHeader() throws UnreadableImageException {
    Frame frame = readFrame();
    int width = canvasWidth(frame);
    int height = canvasHeight(frame);
    boolean isCovered =
        frame.left() == 0 && frame.top() == 0 && frame.width() == width && frame.height() == height;
    return new ImageHeader(
        ImageFormat.GIF, width, height, 1, transparent >= 0 || !isCovered, false, 1, 0);
  }

  /** A frame that reaches beyond the canvas enlarges it. */
  private int canvasWidth(Frame frame) {
    return Math.max(file.getShort(6) & 0xffff, frame.left() + frame.width());
  }

  private int canvasHeight(Frame frame) {
    return Math.max(file.getShort(8) & 0xffff, frame.top() + frame.height());
  }

  /** Reads up to the first frame's compressed data. */
  private Frame readFrame() throws UnreadableImageException {
    int flags = file.get(10);
    file.position(13);
    globalPalette = readPalette(flags);
    while (true) {
      int block = file.get() & 0xff;
      if (block == IMAGE) {
        return readDescriptor();
      } else if (block == EXTENSION) {
        readExtension();
      } else if (block == TRAILER) {
        throw new UnreadableImageException("is a GIF without a frame");
      } else if (block != 0) {
        throw new UnreadableImageException("is a GIF with an unknown block, " + block);
      }
    }
  }

  private void readExtension() {
    int label = file.get() & 0xff;
    if (label == GRAPHIC_CONTROL && file.get(file.position()) >= 4) {
      int flags = file.get(file.position() + 1);
      transparent = (flags & 1) != 0 ? file.get(file.position() + 4) & 0xff : -1;
    }
    for (int length = file.get() & 0xff; length > 0; length = file.get() & 0xff) {
      file.position(file.position() + length);
    }
  }

  private Frame readDescriptor() throws UnreadableImageException {
    int left = file.getShort() & 0xffff;
    int top = file.getShort() & 0xffff;
    int width = file.getShort() & 0xffff;
    int height = file.getShort() & 0xffff;
    int flags = file.get();
    byte[] local = readPalette(flags);
    if (width == 0 || height == 0) {
      throw new UnreadableImageException("is a GIF with a frame of " + width + "x" + height);
    }
    byte[] palette = local != null ? local : globalPalette != null ? globalPalette : grayRamp();
    return new Frame(left, top, width, height, (flags & 0x40) != 0, palette);
  }

  private byte[] readPalette(int flags) {
    if ((flags & 0x80) == 0) {
      return null;
    }
    byte[] palette = new byte[3 << (flags & 7) + 1];
    file.get(palette);
    return palette;
  }

  /** What other decoders show where a GIF brings no palette. */
  private static byte[] grayRamp() {
    byte[] palette = new byte[3 * 256];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i / 3);
    }
    return palette;
  }

  /** Returns RGB, or RGBA if the header says that there is alpha. */
  static RawPixels decode(byte[] file, ImageHeader header) throws UnreadableImageException {
    JdkDecoder.checkHeap(6L * header.width() * header.height());
    try {
      return new GifDecoder(ByteBuffer.wrap(file)).decode(header);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableImageException("is a damaged GIF (it ends early)", e);
    }
  }

  private RawPixels decode(ImageHeader header) throws UnreadableImageException {
    Frame frame = readFrame();
    byte[] indexes = new LzwDecoder(file).decode(frame.width() * frame.height());
    int channels = header.hasAlpha() ? 4 : 3;
    byte[] pixels = new byte[header.width() * header.height() * channels];
    for (int row = 0; row < frame.height(); row++) {
      int y = frame.isInterlaced() ? interlacedRow(row, frame.height()) : row;
      int at = ((frame.top() + y) * header.width() + frame.left()) * channels;
      for (int x = 0; x < frame.width(); x++, at += channels) {
        paint(pixels, at, channels, indexes[row * frame.width() + x] & 0xff, frame.palette());
      }
    }
    return new RawPixels(pixels, header.height(), header.width(), channels);
  }

  private void paint(byte[] pixels, int at, int channels, int index, byte[] palette) {
    if (3 * index < palette.length) {
      System.arraycopy(palette, 3 * index, pixels, at, 3);
    }
    if (channels == 4) {
      pixels[at + 3] = (byte) (index == transparent ? 0 : 0xff);
    }
  }

  /** Every 8th row, then the ones between, then every 2nd between, then the rest. */
  private static int interlacedRow(int row, int height) {
    int rest = row;
    int[] starts = {0, 4, 2, 1};
    int[] steps = {8, 8, 4, 2};
    for (int pass = 0; pass < 4; pass++) {
      int rows = (height - starts[pass] + steps[pass] - 1) / steps[pass];
      if (rest < rows) {
        return starts[pass] + rest * steps[pass];
      }
      rest -= rows;
    }
    throw new AssertionError(row);
  }
}
