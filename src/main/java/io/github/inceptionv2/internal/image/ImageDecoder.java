package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Turns any image into a tensor of pixels, by the decoder that reads its format right. */
final class ImageDecoder {

  private final GraphSession session;
  private final ImageSettings settings;
  private final PixelBudget budget;

  ImageDecoder(GraphSession session, ImageSettings settings) {
    this.session = session;
    this.settings = settings;
    this.budget = new PixelBudget(settings.maxPixels());
  }

  /**
   * Pixels as they are stored.
   *
   * @param tensor uint8 RGB or RGBA, shape [height, width, 3 or 4]
   * @param orientation the EXIF orientation, 1 to 8
   * @param ratio by what the size was divided
   */
  record Pixels(TUint8 tensor, int orientation, int ratio) {}

  /**
   * Decodes {@code image}, a JPEG at its size divided by 1, 2, 4 or 8: {@code ratio} decides. The
   * pixels' tensor, and the right to hold so many pixels, are owned by {@code scope}.
   */
  Pixels decode(ImageData image, ToIntFunction<ImageHeader> ratio, NativeScope scope)
      throws IOException, UnreadableImageException {
    if (image instanceof ImageData.Buffered buffered) {
      return upright(BufferedImages.pixels(buffered.image()), scope);
    } else if (image instanceof ImageData.Pixels raw) {
      return upright(
          raw.order().toRaw(raw.bytes(), raw.height(), raw.width(), raw.stride()), scope);
    }
    byte[] file =
        image instanceof ImageData.File path
            ? path.read(settings).bytes()
            : ((ImageData.Encoded) image).bytes();
    ImageHeader header = ImageHeader.read(file, settings);
    int divisor = ratio.applyAsInt(header);
    scope.add(budget.take(header.weight()));
    TUint8 pixels = scope.add(decode(file, header, divisor));
    return new Pixels(pixels, header.orientation(), divisor);
  }

  private static Pixels upright(RawPixels raw, NativeScope scope) {
    return new Pixels(scope.add(tensor(raw)), 1, 1);
  }

  private TUint8 decode(byte[] file, ImageHeader header, int ratio)
      throws IOException, UnreadableImageException {
    return switch (header.format()) {
      case JPEG -> decodeNatively(file, header, ImageGraph.decodedJpeg(ratio));
      case PNG ->
          decodeNatively(
              file,
              header,
              header.hasAlpha() && !settings.ignoresAlpha()
                  ? ImageGraph.DECODED_RGBA
                  : ImageGraph.DECODED_RGB);
      case GIF -> tensor(GifDecoder.decode(file, header));
      case BMP -> tensor(BufferedImages.pixels(BmpDecoder.decode(file, header)));
      case WEBP -> tensor(BufferedImages.pixels(WebpDecoder.decode(file, header)));
      default -> throw new AssertionError(header.format());
    };
  }

  private TUint8 decodeNatively(byte[] file, ImageHeader header, String decoder)
      throws UnreadableImageException {
    try (TString contents = TString.tensorOfBytes(NdArrays.scalarOfObject(file))) {
      // The tensor outlives the result, which owns nothing else.
      return (TUint8)
          session.run(Map.of(ImageGraph.CONTENTS, contents), List.of(decoder), List.of()).get(0);
    } catch (NativeException e) {
      throw new UnreadableImageException(
          "is a damaged " + header.format() + " (" + firstLine(e.getMessage()) + ")", e);
    }
  }

  private static TUint8 tensor(RawPixels raw) {
    return Tensors.of(raw.bytes(), raw.height(), raw.width(), raw.channels());
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
