package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.HeatMap;
import io.github.inceptionv2.internal.inference.OpenGradients;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Explains predictions; opens the network with gradients on first use. */
final class Explainer implements AutoCloseable {

  private final InceptionModule module;
  private final Preparation preparation;
  private final SessionConfig config;
  private OpenGradients gradients;

  /** Creates an explainer; the caller still owns {@code preparation}. */
  Explainer(InceptionModule module, Preparation preparation, SessionConfig config) {
    this.module = module;
    this.preparation = preparation;
    this.config = config;
  }

  /** A request for an explanation. */
  record Question(ImageSource image, int classIndex, String endpoint) {

    private static final List<String> ENDPOINTS = OpenGradients.endpoints();

    /** Checks everything except the class. */
    Question {
      Objects.requireNonNull(image, "image");
      if (!ENDPOINTS.contains(Objects.requireNonNull(endpoint, "endpoint"))) {
        throw new IllegalArgumentException(
            "cannot explain at endpoint \"" + endpoint + "\"; expected one of " + ENDPOINTS);
      }
    }
  }

  static void checkClass(int classIndex, int classes) {
    if (classIndex < 0 || classIndex >= classes) {
      throw new IllegalArgumentException(
          "classIndex (" + classIndex + ") must be from 0 to " + (classes - 1));
    }
  }

  /** Returns an explanation, or a failure if the image cannot be read. */
  ImageResult<Explanation> explain(Question asked, Labels labels) {
    try {
      return ImageResult.of(asked.image(), explanation(asked, labels));
    } catch (IOException e) {
      return ImageResult.failure(asked.image(), e);
    }
  }

  private Explanation explanation(Question asked, Labels labels) throws IOException {
    ImageSource image = asked.image();
    try (ImageBatch view = preparation.prepareOne(image)) {
      OpenGradients.Answer answer = gradients().run(view, asked.classIndex(), asked.endpoint());
      HeatMap heat = preparation.heat(image, asked.endpoint(), answer.map());
      Prediction of = Softmax.of(asked.classIndex(), answer.logits(), labels);
      return new Explanation(image, preparation.images(), asked.endpoint(), of, heat);
    }
  }

  private synchronized OpenGradients gradients() throws IOException {
    if (gradients == null) {
      try {
        gradients = OpenGradients.open(module, config);
      } catch (ModelFormatException e) {
        throw ModelSource.corrupt(e);
      }
    }
    return gradients;
  }

  @Override
  public synchronized void close() {
    if (gradients != null) {
      gradients.close();
    }
  }
}
