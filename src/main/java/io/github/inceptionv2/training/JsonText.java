package io.github.inceptionv2.training;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes results as JSON; the only class that touches Gson. */
final class JsonText {

  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);

  private JsonText() {}

  static String of(Evaluation evaluation) {
    try {
      JsonText writer = new JsonText();
      writer.evaluation(evaluation);
      return writer.text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(TrainingReport report) {
    try {
      JsonText writer = new JsonText();
      writer.report(report);
      return writer.text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(TrainingReport report) throws IOException {
    json.beginObject().name("title").value(report.title());
    json.name("epochs").beginArray();
    for (EpochReport epoch : report.epochs()) {
      epoch(epoch);
    }
    json.endArray().name("evaluation");
    evaluation(report.evaluation());
    json.endObject();
  }

  private void epoch(EpochReport epoch) throws IOException {
    json.beginObject().name("epoch").value(epoch.epoch()).name("epochs").value(epoch.epochs());
    json.name("imageSize").value(epoch.imageSize());
    number("learningRate", epoch.learningRate());
    number("loss", epoch.loss());
    number("accuracy", epoch.accuracy());
    number("validationLoss", epoch.validationLoss().orElse(Double.NaN));
    number("validationAccuracy", epoch.validationAccuracy().orElse(Double.NaN));
    number("imagesPerSecond", epoch.imagesPerSecond());
    number("waitingShare", epoch.waitingShare());
    number("seconds", epoch.duration().toMillis() / 1000.0);
    json.endObject();
  }

  private void evaluation(Evaluation evaluation) throws IOException {
    json.beginObject().name("images").value(evaluation.imageCount());
    number("top1", evaluation.top1());
    number("top5", evaluation.top5());
    number("meanLoss", evaluation.meanLoss());
    classes(evaluation.perClass());
    confusion(evaluation);
    mistakes(evaluation.mistakes());
    failures(evaluation.failures());
    json.endObject();
  }

  private void classes(List<Evaluation.ClassResult> classes) throws IOException {
    json.name("perClass").beginArray();
    for (Evaluation.ClassResult result : classes) {
      json.beginObject().name("label").value(result.label());
      json.name("images").value(result.imageCount());
      number("precision", result.precision());
      number("recall", result.recall());
      json.endObject();
    }
    json.endArray();
  }

  private void confusion(Evaluation evaluation) throws IOException {
    json.name("confusion").beginObject();
    labels("labels", evaluation.labels());
    labels("predicted", evaluation.predictedLabels());
    json.name("matrix").beginArray();
    for (List<Integer> row : evaluation.confusion()) {
      json.beginArray();
      for (int count : row) {
        json.value(count);
      }
      json.endArray();
    }
    json.endArray().endObject();
  }

  private void labels(String name, List<String> labels) throws IOException {
    json.name(name).beginArray();
    for (String label : labels) {
      json.value(label);
    }
    json.endArray();
  }

  private void mistakes(List<Evaluation.Mistake> mistakes) throws IOException {
    json.name("mistakes").beginArray();
    for (Evaluation.Mistake mistake : mistakes) {
      json.beginObject().name("file").value(mistake.file().toString());
      json.name("label").value(mistake.label()).name("predicted").value(mistake.predicted());
      number("probability", mistake.probability());
      json.endObject();
    }
    json.endArray();
  }

  private void failures(List<ImageFolder.Problem> failures) throws IOException {
    json.name("failures").beginArray();
    for (ImageFolder.Problem failure : failures) {
      json.beginObject().name("file").value(failure.file().toString());
      json.name("message").value(failure.message()).endObject();
    }
    json.endArray();
  }

  /** JSON knows no infinite numbers, and none that are none. */
  private void number(String name, double value) throws IOException {
    json.name(name);
    if (Double.isFinite(value)) {
      json.value(value);
    } else {
      json.nullValue();
    }
  }
}
