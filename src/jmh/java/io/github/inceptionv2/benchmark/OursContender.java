package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** This library, used only through its public API. */
final class OursContender implements Contender {

  private final InceptionV2 model;

  OursContender(Path module, RuntimeOptions options, ImageOptions images) throws IOException {
    model =
        InceptionV2.builder(ModelSource.directory(module)).runtime(options).images(images).load();
  }

  /** The measurement includes copying floats into a tensor, because the API takes no tensors. */
  @Override
  public Prepared prepare(List<float[]> images) {
    List<ImageSource> sources =
        images.stream().map(rgb -> ImageSource.ofRgb(rgb, ImageSize.square(SIZE))).toList();
    return () -> {
      List<ImageResult<float[]>> results = model.batch(sources).logits();
      float[][] logits = new float[results.size()][];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = results.get(i).get();
      }
      return logits;
    };
  }

  @Override
  public List<Top> classify(byte[] file) throws IOException {
    return top(model.classify(ImageSource.of(file), TOP));
  }

  @Override
  public float[] features(byte[] file) throws IOException {
    return model.featureVector(ImageSource.of(file));
  }

  @Override
  public List<List<Top>> classifyAll(List<Path> files) {
    List<ImageSource> sources = files.stream().map(ImageSource::of).toList();
    return model.batch(sources).classify(TOP).stream().map(OursContender::top).toList();
  }

  private static List<Top> top(ImageResult<List<Prediction>> result) {
    try {
      return top(result.get());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Top> top(List<Prediction> predictions) {
    return predictions.stream().map(p -> new Top(p.index(), p.probability())).toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
