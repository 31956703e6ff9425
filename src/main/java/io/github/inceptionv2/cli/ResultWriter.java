package io.github.inceptionv2.cli;

import com.google.gson.stream.JsonWriter;
import io.github.inceptionv2.Explanation;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.insight.FeatureIndex.Neighbour;
import io.github.inceptionv2.insight.UncertainImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints results as human-readable text, or as JSON Lines or a table for programs. */
final class ResultWriter {

  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputFormat format;
  private final String model;
  private final PredictionTable table;
  private boolean isIncomplete;

  ResultWriter(PrintWriter out, PrintWriter err, OutputFormat format, String model) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.model = model;
    this.table = new PredictionTable(out, format);
  }

  /** Records whether the image that is printed next is incomplete, and prints a note if it is. */
  void markIncomplete(Path image, boolean isIncomplete) {
    this.isIncomplete = isIncomplete;
    if (isIncomplete) {
      err.println("note: " + line(image) + " is truncated; the missing part is gray");
    }
  }

  void predictions(Path image, List<Prediction> predictions) throws IOException {
    if (format == OutputFormat.JSON) {
      json(
          image,
          json -> {
            json.name("model").value(model).name("predictions").beginArray();
            for (Prediction prediction : predictions) {
              write(json, prediction);
            }
            json.endArray();
          });
      return;
    }
    if (format.isTable()) {
      table.predictions(image, predictions);
      return;
    }
    out.println(line(image));
    if (predictions.isEmpty()) {
      out.println("  no class is probable enough");
    }
    for (Prediction prediction : predictions) {
      out.printf(
          Locale.ROOT,
          "  %6.2f %%  %s%s%n",
          100 * prediction.probability(),
          EscapedWriter.line(prediction.label()),
          prediction.wordNetId().map(id -> " (" + id + ")").orElse(""));
    }
  }

  private static void write(JsonWriter json, Prediction prediction) throws IOException {
    json.beginObject()
        .name("index")
        .value(prediction.index())
        .name("label")
        .value(prediction.label())
        .name("wordNetId")
        .value(prediction.wordNetId().orElse(null))
        .name("probability")
        .value(prediction.probability())
        .name("logit")
        .value(prediction.logit())
        .endObject();
  }

  void features(Path image, float[] features) throws IOException {
    if (format == OutputFormat.JSON) {
      json(
          image,
          json -> {
            json.name("model").value(model).name("features").beginArray();
            for (float feature : features) {
              json.value(feature);
            }
            json.endArray();
          });
      return;
    }
    StringBuilder line = new StringBuilder(line(image));
    for (float feature : features) {
      line.append(' ').append(feature);
    }
    out.println(line);
  }

  void similar(Path image, List<Neighbour<Path>> similar) throws IOException {
    if (format == OutputFormat.JSON) {
      json(
          image,
          json -> {
            json.name("model").value(model).name("similar").beginArray();
            for (Neighbour<Path> found : similar) {
              json.beginObject().name("image").value(found.key().toString());
              json.name("similarity").value(found.similarity()).endObject();
            }
            json.endArray();
          });
      return;
    }
    out.println(line(image));
    for (Neighbour<Path> found : similar) {
      out.printf(Locale.ROOT, "  %7.4f  %s%n", found.similarity(), line(found.key()));
    }
  }

  void uncertain(UncertainImages.Entry entry) throws IOException {
    if (format == OutputFormat.JSON) {
      json(
          entry.file(),
          json -> {
            json.name("model").value(model).name("margin").value(entry.margin());
            json.name("predictions").beginArray();
            write(json, entry.first());
            write(json, entry.second());
            json.endArray();
          });
      return;
    }
    out.printf(
        Locale.ROOT,
        "%.4f  %s  %s %.1f %%, %s %.1f %%%n",
        entry.margin(),
        line(entry.file()),
        EscapedWriter.line(entry.first().label()),
        100 * entry.first().probability(),
        EscapedWriter.line(entry.second().label()),
        100 * entry.second().probability());
  }

  /** Prints an explanation; {@code picture} is null if no heat map was written. */
  void explanation(Path image, Explanation why, Path picture) throws IOException {
    if (format == OutputFormat.JSON) {
      json(
          image,
          json -> {
            json.name("model").value(model).name("class");
            write(json, why.prediction());
            json.name("endpoint").value(why.endpoint());
            json.name("height").value(why.height()).name("width").value(why.width());
            json.name("map").beginArray();
            for (float value : why.values()) {
              json.value(value);
            }
            json.endArray();
            json.name("picture").value(picture == null ? null : picture.toString());
          });
      return;
    }
    String written = picture == null ? "" : " -> " + picture;
    out.println(EscapedWriter.line(image + ": " + why.prediction() + written));
  }

  void error(Path image, IOException error) throws IOException {
    isIncomplete = false;
    if (format == OutputFormat.JSON) {
      json(image, json -> json.name("error").value(Failures.message(error)));
    } else {
      String hint = ImageNames.hint(image, error).map(text -> "; " + text).orElse("");
      err.println("error: " + EscapedWriter.line(Failures.message(error) + hint));
    }
  }

  private static String line(Path path) {
    return EscapedWriter.line(path.toString());
  }

  private interface Fields {
    void write(JsonWriter json) throws IOException;
  }

  private void json(Path image, Fields fields) throws IOException {
    StringWriter line = new StringWriter();
    JsonWriter json = new JsonWriter(line);
    json.beginObject().name("image").value(image.toString());
    if (isIncomplete) {
      json.name("incomplete").value(true);
    }
    fields.write(json);
    json.endObject().flush();
    out.println(line);
  }
}
