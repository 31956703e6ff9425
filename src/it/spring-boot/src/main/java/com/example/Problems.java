package com.example;

import io.github.inceptionv2.ImageDecodeException;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns exceptions of the library into responses. */
@RestControllerAdvice
public class Problems {

  /** Reports a mistake of the client: a file that is not an image, or is too large. */
  @ExceptionHandler(ImageDecodeException.class)
  public ProblemDetail unreadable(ImageDecodeException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  /** Reports overload: as many calls wait as {@code maxWaitingCalls} allows. */
  @ExceptionHandler(RejectedExecutionException.class)
  public ResponseEntity<ProblemDetail> overloaded(RejectedExecutionException e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "too many photographs waiting; try again later"));
  }
}
