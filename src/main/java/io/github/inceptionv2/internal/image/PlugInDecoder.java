package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Reads other formats by readers of {@code javax.imageio}: the JDK's or an application's. */
final class PlugInDecoder {

  private static final String WAY_OUT =
      "; or add a reader for javax.imageio that reads it to the class path";

  /** Four samples of 8 bytes. */
  private static final int MAX_PIXEL_BYTES = 32;

  /** A small image may have a tile of 1024x1024 pixels. */
  private static final long MIN_TILE = 1 << 20;

  /** Pixels of more bytes count twice. */
  private static final int USUAL_PIXEL_BYTES = 4;

  private PlugInDecoder() {}

  static ImageHeader header(byte[] file) throws UnreadableImageException {
    ImageReader reader = reader(file);
    try (ImageInputStream in = new ByteArrayImageInput(file)) {
      reader.setInput(in, true, true);
      return header(reader, file);
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      throw new UnreadableImageException("is a damaged picture (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageHeader header(ImageReader reader, byte[] file)
      throws IOException, UnreadableImageException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    ImageTypeSpecifier type = type(reader);
    int bytes = pixelBytes(type.getSampleModel());
    if (bytes > MAX_PIXEL_BYTES) {
      throw new UnreadableImageException(
          "is a picture with " + bytes + " bytes in a pixel, expected at most " + MAX_PIXEL_BYTES);
    }
    boolean countsTwice = type.getColorModel().hasAlpha() || bytes > USUAL_PIXEL_BYTES;
    int orientation = Math.max(1, Exif.orientation(ByteBuffer.wrap(file))); // of a TIFF
    return new ImageHeader(ImageFormat.OTHER, width, height, orientation, countsTwice, false, 1, 0);
  }

  private static ImageTypeSpecifier type(ImageReader reader)
      throws IOException, UnreadableImageException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new UnreadableImageException("is a picture whose kind of pixels is not supported");
    }
    return types.next();
  }

  private static int pixelBytes(SampleModel pixels) {
    int bits = DataBuffer.getDataTypeSize(pixels.getDataType());
    return Math.max(1, pixels.getNumDataElements() * bits / 8);
  }

  static BufferedImage decode(byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    checkMemory(file, header);
    return JdkDecoder.read(reader(file), new ByteArrayImageInput(file), header);
  }

  /** Readers hold a tile beside the image, which may be all of it, or larger in a hostile file. */
  private static void checkMemory(byte[] file, ImageHeader header) throws UnreadableImageException {
    ImageReader reader = reader(file);
    try (ImageInputStream in = new ByteArrayImageInput(file)) {
      reader.setInput(in, true, true);
      int bytes = pixelBytes(type(reader).getSampleModel());
      long image = (long) header.width() * header.height();
      long tile =
          reader.isImageTiled(0) ? (long) reader.getTileWidth(0) * reader.getTileHeight(0) : image;
      JdkDecoder.checkHeap((image + Math.max(0, tile)) * bytes);
      if (tile > Math.max(MIN_TILE, 4 * image)) {
        throw new UnreadableImageException("is a damaged picture (its tiles exceed it)");
      }
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      throw new UnreadableImageException("is a damaged picture (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(byte[] file) throws UnreadableImageException {
    return ImageReaders.ofContent(file)
        .orElseThrow(() -> new UnreadableImageException(OtherFormat.problem(file, WAY_OUT)));
  }
}
