"use strict";
// Starts Swagger UI on the element that names the description.
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({ url: place.dataset.spec, domNode: place, deepLinking: true, validatorUrl: null });
